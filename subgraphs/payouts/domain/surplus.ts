import assert from 'node:assert';
import type { Money } from '../../kit/domain/money.js';
import { allocate } from './allocate.js';
import { WHOLE_BP } from './basisPoints.js';

/** How a co-op divides what it earns, as its charter has it: basis points, 10,000 together at most. */
export interface SurplusShares {
  reserveBp: number;
  commonsBp: number;
  reinvestBp: number;
}

/** What a period brought and what it inherits, in minor units of the settlement currency. */
export interface PeriodResult {
  /** Recognised in the period; below zero when credits exceeded it. */
  revenueMinor: bigint;
  costsMinor: bigint;
  /** Losses of earlier periods that nothing has covered yet. */
  deficitMinor: bigint;
  /** What stands in the reserve before this period is closed. */
  reserveHeldMinor: bigint;
}

/** What the period's result becomes. */
export interface SurplusDivision {
  reserveMinor: bigint;
  commonsMinor: bigint;
  reinvestedMinor: bigint;
  /** For the members. */
  poolMinor: bigint;
  /** Taken out of the reserve to cover a loss. */
  fromReserveMinor: bigint;
  /** Spent on the deficit of earlier periods. */
  recoveredMinor: bigint;
  /** The deficit that the next period inherits. */
  deficitAfterMinor: bigint;
}

/**
 * Divides a period's surplus, exactly; or covers its loss from the reserve as far as that goes, and carries the
 * rest to the next period. A surplus first covers what earlier periods lost.
 *
 * @returns parts for which revenue − costs = reserve + commons + reinvested + pool + recovered − from reserve −
 *   growth of the deficit.
 * @see payouts/decisions/0003-losses-are-carried.md
 */
export function divideSurplus(result: PeriodResult, shares: SurplusShares): SurplusDivision {
  const { deficitMinor, reserveHeldMinor } = result;
  assert(
    deficitMinor >= 0n && reserveHeldMinor >= 0n,
    `deficit ${deficitMinor}, reserve ${reserveHeldMinor}`,
  );
  const net = result.revenueMinor - result.costsMinor;
  if (net < 0n) {
    const fromReserveMinor = smaller(-net, reserveHeldMinor);
    return { ...NOTHING, fromReserveMinor, deficitAfterMinor: deficitMinor - net - fromReserveMinor };
  }
  const recoveredMinor = smaller(net, deficitMinor);
  const parts = shareOut(net - recoveredMinor, shares);
  return { ...NOTHING, ...parts, recoveredMinor, deficitAfterMinor: deficitMinor - recoveredMinor };
}

const NOTHING: SurplusDivision = {
  reserveMinor: 0n,
  commonsMinor: 0n,
  reinvestedMinor: 0n,
  poolMinor: 0n,
  fromReserveMinor: 0n,
  recoveredMinor: 0n,
  deficitAfterMinor: 0n,
};

function shareOut(amountMinor: bigint, shares: SurplusShares) {
  const { reserveBp, commonsBp, reinvestBp } = shares;
  const poolBp = WHOLE_BP - reserveBp - commonsBp - reinvestBp;
  assert(poolBp >= 0, `the parts exceed the whole by ${-poolBp} basis points`);
  // The names decide ties among equal remainders; `a` stands for the members, whom the odd unit favours.
  const weights = new Map([
    ['a-pool', BigInt(poolBp)],
    ['b-reserve', BigInt(reserveBp)],
    ['c-commons', BigInt(commonsBp)],
    ['d-reinvest', BigInt(reinvestBp)],
  ] as const);
  const parts: Map<string, Money> = allocate({ amountMinor, currency: 'XXX' }, weights);
  const of = (name: string) => parts.get(name)!.amountMinor;
  return {
    poolMinor: of('a-pool'),
    reserveMinor: of('b-reserve'),
    commonsMinor: of('c-commons'),
    reinvestedMinor: of('d-reinvest'),
  };
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
