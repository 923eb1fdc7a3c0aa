import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  availableMinor,
  releasableMinor,
  requireFunds,
  requireNoClaim,
} from '../../../subgraphs/data/domain/jobFees.js';
import type { JobFunds } from '../../../subgraphs/data/domain/jobFees.js';

const NOW = new Date('2026-11-30T00:00:00Z');
const NOTHING: JobFunds = {
  ...{ prepaidMinor: 0n, creditMinor: 0n, feesOwedMinor: 0n, reservedMinor: 0n, claimMinor: 0n },
  dueAt: null,
};
const fee = (amountMinor: bigint) => ({ amountMinor, currency: 'EUR' });

describe('the fee of a job', () => {
  const refused: { name: string; funds: Partial<JobFunds>; code: string }[] = [
    { name: 'nothing is paid in advance', funds: {}, code: 'JOB_FEE_NOT_COVERED' },
    { name: 'a unit is missing', funds: { prepaidMinor: 99n }, code: 'JOB_FEE_NOT_COVERED' },
    {
      name: 'other jobs have reserved it',
      funds: { prepaidMinor: 150n, reservedMinor: 51n },
      code: 'JOB_FEE_NOT_COVERED',
    },
    {
      name: 'it is owed for other jobs',
      funds: { creditMinor: 150n, feesOwedMinor: 51n },
      code: 'JOB_FEE_NOT_COVERED',
    },
    { name: 'an invoice is overdue', funds: { prepaidMinor: 900n, dueAt: NOW }, code: 'INVOICE_OVERDUE' },
    { name: 'too much went back', funds: { prepaidMinor: 900n, claimMinor: 1n }, code: 'CLAIM_OPEN' },
    {
      name: 'all is true at once',
      funds: { claimMinor: 1n, dueAt: new Date(0), prepaidMinor: -1n },
      code: 'CLAIM_OPEN',
    },
    { name: 'an invoice is overdue, above all', funds: { dueAt: new Date(0) }, code: 'INVOICE_OVERDUE' },
  ];
  it.each(refused)('is not covered where $name', ({ funds, code }) => {
    expect(() => requireFunds(fee(100n), { ...NOTHING, ...funds }, NOW)).toThrow(
      expect.objectContaining({ code }),
    );
    // One that costs nothing is paid with its licence.
    expect(() => requireFunds(fee(0n), { ...NOTHING, ...funds }, NOW)).not.toThrow();
  });

  const taken: { name: string; funds: Partial<JobFunds> }[] = [
    { name: 'by what was paid in advance', funds: { prepaidMinor: 100n } },
    { name: 'by what may be owed', funds: { creditMinor: 100n } },
    { name: 'by both', funds: { prepaidMinor: 60n, creditMinor: 40n } },
    {
      name: 'while an invoice is not due yet',
      funds: { prepaidMinor: 100n, dueAt: new Date(NOW.getTime() + 1) },
    },
  ];
  it.each(taken)('is covered $name', ({ funds }) => {
    expect(() => requireFunds(fee(100n), { ...NOTHING, ...funds }, NOW)).not.toThrow();
  });

  it('is refused with the facts that decide it', () => {
    const funds = { ...NOTHING, prepaidMinor: 70n, creditMinor: 50n, reservedMinor: 30n };
    expect(() => requireFunds(fee(100n), funds, NOW)).toThrow(
      expect.objectContaining({
        facts: {
          ...{ feeMinor: '100', availableMinor: '90', currency: 'EUR' },
          ...{ prepaidMinor: '70', creditMinor: '50' },
        },
      }),
    );
  });

  it('leaves nobody a licence who got back too much', () => {
    expect(() => requireNoClaim({ claimMinor: 1n }, 'EUR')).toThrow(
      expect.objectContaining({ code: 'CLAIM_OPEN', facts: { claimMinor: '1', currency: 'EUR' } }),
    );
  });

  it('gives back no more than was paid in advance, and nothing that is reserved or owed', () => {
    const amount = fc.bigInt(0n, 10n ** 15n);
    const prepaid = fc.bigInt(-(10n ** 15n), 10n ** 15n);
    fc.assert(
      fc.property(
        prepaid,
        amount,
        amount,
        amount,
        (prepaidMinor, creditMinor, feesOwedMinor, reservedMinor) => {
          const funds = { ...NOTHING, prepaidMinor, creditMinor, feesOwedMinor, reservedMinor };
          const back = releasableMinor(funds);
          expect(back >= 0n && (back === 0n || back <= prepaidMinor)).toBe(true);
          const left = availableMinor({ ...funds, prepaidMinor: prepaidMinor - back, creditMinor: 0n });
          expect(back === 0n || left === 0n).toBe(true);
        },
      ),
      { seed: 2 },
    );
  });
});
