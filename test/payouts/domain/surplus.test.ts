import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dividedMinor, periodClosed } from '../../../subgraphs/payouts/domain/runPostings.js';
import { divideSurplus } from '../../../subgraphs/payouts/domain/surplus.js';

const SHARES = { reserveBp: 1000, commonsBp: 500, reinvestBp: 1500 };
const NOTHING_BEFORE = { deficitMinor: 0n, reserveHeldMinor: 0n };

describe('dividing what a period brought', () => {
  it('splits a surplus by the shares of the charter', () => {
    const division = divideSurplus({ revenueMinor: 12_000n, costsMinor: 2_000n, ...NOTHING_BEFORE }, SHARES);
    expect(division).toMatchObject({
      reserveMinor: 1_000n,
      commonsMinor: 500n,
      reinvestedMinor: 1_500n,
      poolMinor: 7_000n,
    });
  });

  it('gives an odd cent to the largest remainder, and a tied one to the members', () => {
    const shares = { reserveBp: 2500, commonsBp: 2500, reinvestBp: 2500 };
    const division = divideSurplus({ revenueMinor: 5n, costsMinor: 0n, ...NOTHING_BEFORE }, shares);
    expect(division).toMatchObject({
      poolMinor: 2n,
      reserveMinor: 1n,
      commonsMinor: 1n,
      reinvestedMinor: 1n,
    });
  });

  it('makes no pool of a loss, takes it from the reserve and carries the rest', () => {
    const result = { revenueMinor: 100n, costsMinor: 1_100n, deficitMinor: 50n, reserveHeldMinor: 300n };
    expect(divideSurplus(result, SHARES)).toMatchObject({
      poolMinor: 0n,
      reserveMinor: 0n,
      fromReserveMinor: 300n,
      deficitAfterMinor: 750n,
    });
  });

  it('covers what earlier periods lost before anything is shared', () => {
    const result = { revenueMinor: 1_000n, costsMinor: 0n, deficitMinor: 400n, reserveHeldMinor: 0n };
    const division = divideSurplus(result, SHARES);
    expect(division).toMatchObject({
      recoveredMinor: 400n,
      deficitAfterMinor: 0n,
      reserveMinor: 60n,
      poolMinor: 420n,
    });
  });

  it('shares nothing while a deficit is larger than the surplus', () => {
    const result = { revenueMinor: 10n, costsMinor: 0n, deficitMinor: 400n, reserveHeldMinor: 7n };
    expect(divideSurplus(result, SHARES)).toMatchObject({
      recoveredMinor: 10n,
      deficitAfterMinor: 390n,
      poolMinor: 0n,
    });
  });

  it('counts revenue below zero, when more was credited than invoiced', () => {
    const result = { revenueMinor: -70n, costsMinor: 30n, ...NOTHING_BEFORE };
    expect(divideSurplus(result, SHARES)).toMatchObject({ poolMinor: 0n, deficitAfterMinor: 100n });
  });

  it('refuses parts that exceed the whole, as a mistake of ours', () => {
    const shares = { reserveBp: 9_000, commonsBp: 1_000, reinvestBp: 1 };
    expect(() => divideSurplus({ revenueMinor: 1n, costsMinor: 0n, ...NOTHING_BEFORE }, shares)).toThrow(
      /exceed/,
    );
  });

  const amount = fc.bigInt(0n, 10n ** 13n);
  const results = fc.record({
    revenueMinor: fc.bigInt(-(10n ** 13n), 10n ** 13n),
    costsMinor: amount,
    deficitMinor: amount,
    reserveHeldMinor: amount,
  });
  const shares = fc
    .tuple(fc.nat(10_000), fc.nat(10_000), fc.nat(10_000))
    .filter(([a, b, c]) => a + b + c <= 10_000)
    .map(([reserveBp, commonsBp, reinvestBp]) => ({ reserveBp, commonsBp, reinvestBp }));

  it('accounts for every minor unit, and posts in balance', () => {
    fc.assert(
      fc.property(results, shares, amount, fc.boolean(), (result, parts, undividedBeforeMinor, nobody) => {
        const division = divideSurplus(result, parts);
        const { reserveMinor, commonsMinor, reinvestedMinor, poolMinor } = division;
        const grown = division.deficitAfterMinor - result.deficitMinor;
        expect(
          reserveMinor + commonsMinor + reinvestedMinor + poolMinor - division.fromReserveMinor - grown,
        ).toBe(result.revenueMinor - result.costsMinor);
        const run = {
          ...division,
          ...result,
          runId: 'run_1',
          currency: 'EUR',
          undividedBeforeMinor,
          undividedAfterMinor: nobody ? poolMinor + undividedBeforeMinor : 0n,
        };
        const legs = periodClosed(run)?.legs ?? [];
        expect(legs.reduce((sum, leg) => sum + leg.amountMinor, 0n)).toBe(0n);
        expect(dividedMinor(run)).toBe(nobody ? 0n : poolMinor + undividedBeforeMinor);
      }),
    );
  });

  it('never takes more from the reserve than it holds, and never has a pool beside a deficit', () => {
    fc.assert(
      fc.property(results, shares, (result, parts) => {
        const division = divideSurplus(result, parts);
        expect(division.fromReserveMinor <= result.reserveHeldMinor).toBe(true);
        expect(division.poolMinor === 0n || division.deficitAfterMinor === 0n).toBe(true);
      }),
    );
  });
});
