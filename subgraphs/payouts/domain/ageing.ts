import assert from 'node:assert';

/** Money that came or went at an instant: above zero what came. */
export interface Movement {
  at: Date;
  amountMinor: bigint;
}

/** Upper ends of the buckets in days; what is older stands in the last one. */
export const AGE_BUCKETS_DAYS = [30, 90, 365] as const;

const DAY_MS = 86_400_000;

/** How old the money in an account is, if what came first goes first. */
export interface Ageing {
  amountMinor: bigint;
  /** When the oldest of it came; null while there is none. */
  oldestAt: Date | null;
  /** A bucket more than there are ends. */
  bucketsMinor: bigint[];
}

/**
 * Ages what is left of movements, first in, first out. What went before anything came is owed by what comes next.
 *
 * @param movements - in the order of their instants.
 */
export function age(movements: readonly Movement[], now: Date): Ageing {
  const lots: { at: Date; left: bigint }[] = [];
  let [first, owed] = [0, 0n];
  for (const { at, amountMinor } of movements) {
    if (amountMinor > 0n) {
      const kept = amountMinor > owed ? amountMinor - owed : 0n;
      owed -= amountMinor - kept;
      if (kept > 0n) lots.push({ at, left: kept });
      continue;
    }
    let going = -amountMinor;
    while (going > 0n && first < lots.length) {
      const lot = lots[first]!;
      const taken = lot.left < going ? lot.left : going;
      lot.left -= taken;
      going -= taken;
      if (lot.left === 0n) first += 1;
    }
    owed += going;
  }
  const rest = lots.slice(first);
  const bucketsMinor = Array<bigint>(AGE_BUCKETS_DAYS.length + 1).fill(0n);
  for (const { at, left } of rest) {
    const days = (now.getTime() - at.getTime()) / DAY_MS;
    const bucket = AGE_BUCKETS_DAYS.findIndex((end) => days <= end);
    bucketsMinor[bucket === -1 ? AGE_BUCKETS_DAYS.length : bucket]! += left;
  }
  const amountMinor = rest.reduce((sum, { left }) => sum + left, 0n) - owed;
  assert(rest.length === 0 || owed === 0n, `money is left and ${owed} is owed`);
  return { amountMinor, oldestAt: rest[0]?.at ?? null, bucketsMinor };
}
