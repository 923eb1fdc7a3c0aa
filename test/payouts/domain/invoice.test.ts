import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  claimMinor,
  creditOf,
  invoiceState,
  isCovered,
  owedBackMinor,
  owedMinor,
  requirePayable,
  taxInside,
} from '../../../subgraphs/payouts/domain/invoice.js';
import type { InvoiceFacts } from '../../../subgraphs/payouts/domain/invoice.js';

const at = (day: number) => new Date(Date.UTC(2026, 0, day));
const issued: InvoiceFacts = {
  amountMinor: 1200n,
  taxMinor: 200n,
  creditedMinor: 0n,
  creditedTaxMinor: 0n,
  heldMinor: 0n,
  dueAt: at(10),
  paidAt: null,
  cancelledAt: null,
};

describe('the state of an invoice', () => {
  const cases: { name: string; facts: Partial<InvoiceFacts>; now: Date; want: string }[] = [
    { name: 'is ISSUED before it is due', facts: {}, now: new Date(at(10).getTime() - 1), want: 'ISSUED' },
    { name: 'is OVERDUE at the instant it is due', facts: {}, now: at(10), want: 'OVERDUE' },
    { name: 'is PAID, however late', facts: { paidAt: at(20) }, now: at(21), want: 'PAID' },
    {
      name: 'stays PAID when a part is credited',
      facts: { paidAt: at(2), creditedMinor: 1199n },
      now: at(3),
      want: 'PAID',
    },
    {
      name: 'is CREDITED when all is',
      facts: { paidAt: at(2), creditedMinor: 1200n },
      now: at(3),
      want: 'CREDITED',
    },
    {
      name: 'is CANCELLED before all else',
      facts: { cancelledAt: at(2), creditedMinor: 1200n },
      now: at(20),
      want: 'CANCELLED',
    },
    {
      name: 'of nothing is PAID and never CREDITED',
      facts: { amountMinor: 0n, taxMinor: 0n, paidAt: at(1) },
      now: at(2),
      want: 'PAID',
    },
  ];
  it.each(cases)('$name', ({ facts, now, want }) => {
    expect(invoiceState({ ...issued, ...facts }, now)).toBe(want);
  });
});

describe('paying an invoice', () => {
  it.each([
    { state: 'PAID', facts: { paidAt: at(2), heldMinor: 1200n } },
    { state: 'CREDITED', facts: { creditedMinor: 1200n } },
    { state: 'CANCELLED', facts: { cancelledAt: at(2) } },
  ])('is refused when it is $state', ({ state, facts }) => {
    expect(() => requirePayable({ ...issued, ...facts }, at(3))).toThrow(
      expect.objectContaining({ code: 'INVOICE_NOT_PAYABLE', facts: { state } }),
    );
  });

  it('takes what is left of it, overdue or not', () => {
    const partly = { ...issued, creditedMinor: 600n, creditedTaxMinor: 100n };
    expect(requirePayable(partly, at(20))).toEqual({ amountMinor: 600n, taxMinor: 100n });
  });

  it.each([
    {
      name: 'what is held of it already',
      facts: { heldMinor: 600n },
      want: { amountMinor: 600n, taxMinor: 100n },
    },
    {
      name: 'nothing, and pays back what went back beyond what came',
      facts: { heldMinor: -50n },
      want: { amountMinor: 1250n, taxMinor: 200n },
    },
    {
      name: 'all but what went back beyond what came, of a credited one',
      facts: { creditedMinor: 1200n, creditedTaxMinor: 200n, heldMinor: -50n },
      want: { amountMinor: 50n, taxMinor: 0n },
    },
    {
      name: 'all but what went back beyond what came, of a cancelled one',
      facts: { cancelledAt: at(2), heldMinor: -50n },
      want: { amountMinor: 50n, taxMinor: 0n },
    },
  ])('leaves out $name', ({ facts, want }) => {
    expect(requirePayable({ ...issued, ...facts }, at(20))).toEqual(want);
  });
});

describe('what an invoice holds', () => {
  it.each([
    { name: 'too little', held: 1199n, owed: 1n, back: 0n, claim: 0n },
    { name: 'all', held: 1200n, owed: 0n, back: 0n, claim: 0n },
    { name: 'too much', held: 1300n, owed: 0n, back: 100n, claim: 0n },
    { name: 'less than nothing', held: -1n, owed: 1201n, back: 0n, claim: 1n },
  ])('is $name', ({ held, owed, back, claim }) => {
    const facts = { ...issued, heldMinor: held };
    expect([owedMinor(facts), owedBackMinor(facts), claimMinor(facts)]).toEqual([owed, back, claim]);
    expect(isCovered(facts)).toBe(owed === 0n);
  });
});

describe('a credit note', () => {
  it('takes its part of the tax', () => {
    expect(creditOf(issued, 600n)).toEqual({ amountMinor: 600n, taxMinor: 100n });
  });

  it('is refused above what is left', () => {
    expect(() => creditOf({ ...issued, creditedMinor: 1000n }, 201n)).toThrow(
      expect.objectContaining({ code: 'CREDIT_EXCEEDS_INVOICE', facts: { leftMinor: '200' } }),
    );
  });

  it('is refused for a cancelled invoice', () => {
    expect(() => creditOf({ ...issued, cancelledAt: at(2) }, 1n)).toThrow(
      expect.objectContaining({ code: 'INVOICE_NOT_PAYABLE' }),
    );
  });

  it('never credits more tax than there was, and all of it in the end', () => {
    const parts = fc.array(fc.bigInt(1n, 500n), { maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt(1n, 5000n), fc.nat(3000), parts, (price, taxBp, credits) => {
        const facts = { ...issued, ...taxInside(price, taxBp) };
        const credit = (amount: bigint) => {
          const part = creditOf(facts, amount);
          facts.creditedMinor += part.amountMinor;
          facts.creditedTaxMinor += part.taxMinor;
          expect(part.taxMinor >= 0n && part.taxMinor <= part.amountMinor).toBe(true);
          expect(facts.creditedTaxMinor <= facts.taxMinor).toBe(true);
        };
        for (const amount of credits) if (amount <= facts.amountMinor - facts.creditedMinor) credit(amount);
        if (facts.creditedMinor < facts.amountMinor) credit(facts.amountMinor - facts.creditedMinor);
        expect(facts.creditedTaxMinor).toBe(facts.taxMinor);
      }),
    );
  });
});

describe('the tax inside a price', () => {
  it.each([
    { price: 12_000n, taxBp: 2000, want: 2_000n },
    { price: 10_000n, taxBp: 0, want: 0n },
    { price: 1n, taxBp: 2000, want: 0n },
    { price: 0n, taxBp: 2000, want: 0n },
  ])('of $price at $taxBp basis points is $want', ({ price, taxBp, want }) => {
    expect(taxInside(price, taxBp)).toEqual({ amountMinor: price, taxMinor: want });
  });
});
