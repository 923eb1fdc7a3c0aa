import assert from 'node:assert';
import { allocate } from './allocate.js';

/** Stands where money belongs to no licence: what earlier periods left without one. */
export const NO_LICENCE = '';

/** How long a licence's money waits for a use before it goes to everybody: as long as most licences run. */
export const CARRIED_MS_MAX = 366 * 86_400_000;

/** What earlier runs know of a licence's money. */
export interface Earning {
  /** Its parts of earlier pools that nobody's data was used for yet, in minor units. */
  carriedMinor: bigint;
  /** End of the period that left the first of it; null while nothing is carried. */
  carriedSince: Date | null;
  /** Up to when its uses have been paid for; null before its money was first divided. */
  dividedUntil: Date | null;
}

/** What a run may divide, by licence, and what belongs to none. */
export interface Available {
  byLicence: Map<string, Pick<Earning, 'carriedSince' | 'dividedUntil'> & { minor: bigint }>;
  commonMinor: bigint;
}

/**
 * Each licence's part of a pool: in proportion to its net revenue of the period, to the last unit. A licence whose
 * credits exceed its revenue brings nothing.
 *
 * @param revenueMinor - of each licence; together above zero, unless the pool is empty.
 * @returns parts above zero, summing to the pool.
 */
export function partsOf(poolMinor: bigint, revenueMinor: ReadonlyMap<string, bigint>): Map<string, bigint> {
  const bringing = new Map([...revenueMinor].filter(([, minor]) => minor > 0n));
  if (poolMinor === 0n) return new Map();
  if (bringing.size === 0) return new Map([[NO_LICENCE, poolMinor]]);
  const parts = allocate({ amountMinor: poolMinor, currency: 'XXX' }, bringing);
  return new Map(
    [...parts].map(([id, part]) => [id, part.amountMinor] as const).filter(([, minor]) => minor > 0n),
  );
}

/**
 * What there is to divide: each licence's part of this pool and what is carried for it, and what belongs to none. What
 * was carried for longer than a year, or for a licence that has since been credited more than it brought, belongs to
 * no licence any more.
 *
 * @param undividedMinor - what earlier runs left, carried or not.
 * @param until - end of the period.
 */
export function availableOf(
  poolMinor: bigint,
  undividedMinor: bigint,
  revenueMinor: ReadonlyMap<string, bigint>,
  earnings: ReadonlyMap<string, Earning>,
  until: Date,
): Available {
  const parts = partsOf(poolMinor, revenueMinor);
  const byLicence: Available['byLicence'] = new Map();
  let carriedMinor = 0n;
  for (const licence of new Set([...parts.keys(), ...earnings.keys()])) {
    if (licence === NO_LICENCE) continue;
    const earning = earnings.get(licence);
    const kept = keptOf(earning, revenueMinor.get(licence) ?? 0n, until);
    carriedMinor += kept;
    const minor = (parts.get(licence) ?? 0n) + kept;
    const carriedSince = kept > 0n ? earning!.carriedSince : null;
    const dividedUntil = earning?.dividedUntil ?? null;
    if (minor > 0n) byLicence.set(licence, { minor, carriedSince, dividedUntil });
  }
  const commonMinor = undividedMinor - carriedMinor + (parts.get(NO_LICENCE) ?? 0n);
  assert(commonMinor >= 0n, `licences carry ${-commonMinor} more than there is`);
  return { byLicence, commonMinor };
}

function keptOf(earning: Earning | undefined, revenueMinor: bigint, until: Date): bigint {
  if (!earning?.carriedSince) return 0n;
  if (until.getTime() - earning.carriedSince.getTime() > CARRIED_MS_MAX) return 0n;
  const left = revenueMinor < 0n ? earning.carriedMinor + revenueMinor : earning.carriedMinor;
  return left > 0n ? left : 0n;
}
