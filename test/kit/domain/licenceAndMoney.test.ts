import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  endOf,
  INVOICE_AT_END,
  LICENCE_ON_MONEY,
  unusedPart,
} from '../../../subgraphs/kit/domain/licenceAndMoney.js';
import type { EndCause, UnusedTerm } from '../../../subgraphs/kit/domain/licenceAndMoney.js';
import { NEGOTIATION_STATES, mayMove } from '../../../subgraphs/data/domain/licenceState.js';
import { INVOICE_STATES } from '../../../subgraphs/payouts/domain/invoice.js';

const UNUSED: UnusedTerm = { left: '10', whole: '30' };

describe('a licence and its money', () => {
  it('have a cell for every pair of their states', () => {
    for (const cells of Object.values(INVOICE_AT_END))
      expect(Object.keys(cells).toSorted()).toEqual([...INVOICE_STATES].toSorted());
    for (const cells of Object.values(LICENCE_ON_MONEY))
      expect(Object.keys(cells).toSorted()).toEqual([...NEGOTIATION_STATES].toSorted());
  });

  it('end together: a credit ends what the co-op may end, and nothing twice', () => {
    for (const state of NEGOTIATION_STATES)
      if (LICENCE_ON_MONEY.CREDITED[state] === 'END')
        expect(mayMove(state, 'TERMINATED', 'COOPERATIVE')).toBe(true);
    for (const cells of Object.values(LICENCE_ON_MONEY)) expect(cells.TERMINATED).toBe('NOTHING');
    for (const cells of Object.values(INVOICE_AT_END))
      expect([cells.CREDITED, cells.CANCELLED]).toEqual(['NOTHING', 'NOTHING']);
  });

  it('never leave money with the co-op for what was never in force', () => {
    expect(INVOICE_AT_END.BEFORE_FORCE).toMatchObject({
      ISSUED: 'CANCEL',
      OVERDUE: 'CANCEL',
      PAID: 'CREDIT_ALL',
    });
  });

  const ends: { cause?: EndCause; unused?: UnusedTerm | null; want: string }[] = [
    { cause: 'WITHDRAWN', unused: null, want: 'BEFORE_FORCE' },
    { cause: 'PROHIBITED', unused: null, want: 'BEFORE_FORCE' },
    { cause: 'PROHIBITED', unused: UNUSED, want: 'IN_FORCE' },
    { cause: 'CREDITED', unused: null, want: 'CREDITED' },
    { cause: 'CREDITED', unused: UNUSED, want: 'CREDITED' },
    { want: 'BEFORE_FORCE' },
  ];
  it.each(ends)('by $cause with $unused is the end $want', ({ want, ...end }) =>
    expect(endOf(end)).toBe(want),
  );

  it.each([
    { amount: 100n, left: '10', whole: '30', want: 34n },
    { amount: 100n, left: '30', whole: '30', want: 100n },
    { amount: 100n, left: '0', whole: '30', want: 0n },
    { amount: 0n, left: '10', whole: '30', want: 0n },
    // A clock that was set back leaves more than the whole.
    { amount: 100n, left: '31', whole: '30', want: 100n },
  ])('leave $want of $amount for $left of $whole', ({ amount, left, whole, want }) =>
    expect(unusedPart(amount, { left, whole })).toBe(want),
  );

  it('leave a part between nothing and all, within one unit of the exact one', () => {
    fc.assert(
      fc.property(
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(0n, 10n ** 12n),
        fc.bigInt(1n, 10n ** 12n),
        (amount, l, w) => {
          const left = l < w ? l : w;
          const part = unusedPart(amount, { left: String(left), whole: String(w) });
          expect(part >= 0n && part <= amount).toBe(true);
          expect(part * w - amount * left).toBeLessThan(w);
          expect(part * w >= amount * left).toBe(true);
        },
      ),
      { seed: 9 },
    );
  });
});
