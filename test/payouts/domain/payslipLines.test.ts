import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from '../../../subgraphs/kit/domain/money.js';
import { linesOf } from '../../../subgraphs/payouts/domain/payslipLines.js';

const NO_USE = new Map<string, bigint>();
const minor = (lines: ReturnType<typeof linesOf>) => [...lines].map(([id, line]) => [id, line.amountMinor]);

describe('the lines of a payslip', () => {
  it('follow what each licence brought', () => {
    const revenue = new Map([
      ['lic_a', 300n],
      ['lic_b', 100n],
    ]);
    expect(minor(linesOf(money(9n, 'EUR'), NO_USE, revenue))).toEqual([
      ['lic_a', 7n],
      ['lic_b', 2n],
    ]);
  });

  it("follow the member's own use where there is any", () => {
    const uses = new Map([['lic_b', 5n]]);
    expect(minor(linesOf(money(9n, 'EUR'), uses, new Map([['lic_a', 300n]])))).toEqual([['lic_b', 9n]]);
  });

  it('leave out a licence that cost more than it brought', () => {
    const revenue = new Map([
      ['lic_a', -300n],
      ['lic_b', 1n],
    ]);
    expect(minor(linesOf(money(9n, 'EUR'), NO_USE, revenue))).toEqual([['lic_b', 9n]]);
  });

  it('are none for a dividend of zero, and for one that no licence of the period brought', () => {
    expect(linesOf(money(0n, 'EUR'), NO_USE, new Map([['lic_a', 1n]])).size).toBe(0);
    expect(linesOf(money(5n, 'EUR'), NO_USE, new Map([['lic_a', 0n]])).size).toBe(0);
  });

  it('sum to the dividend, each above zero', () => {
    const revenue = fc.dictionary(fc.uuid(), fc.bigInt(-100n, 10n ** 9n), { minKeys: 1 });
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 9n), revenue, (amount, brought) => {
        const lines = [...linesOf(money(amount, 'EUR'), NO_USE, new Map(Object.entries(brought))).values()];
        fc.pre(lines.length > 0);
        expect(lines.reduce((sum, line) => sum + line.amountMinor, 0n)).toBe(amount);
        expect(lines.every((line) => line.amountMinor > 0n)).toBe(true);
      }),
    );
  });
});
