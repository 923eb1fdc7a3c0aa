import type { Tx } from '../../kit/store/tx.js';
import { availableOf, NO_LICENCE } from '../domain/licenceMoney.js';
import type { Available, Earning } from '../domain/licenceMoney.js';
import type { Period } from '../domain/period.js';
import { followsUse } from '../domain/weights.js';
import type { Book, RevenuePolicy } from '../store/book.js';
import { readEarnings, writeEarnings } from '../store/earningStore.js';
import type { RunMember, RunUse } from '../store/runStore.js';
import { snapshotMembers } from './snapshotMembers.js';

/** What of a period's money is divided now, by licence, among whom; and what waits. */
export interface Earned {
  members: RunMember[];
  uses: RunUse[];
  /** Minor units above zero by licence. */
  columns: Map<string, bigint>;
  waitingMinor: bigint;
}

/**
 * Finds what each licence brings to a run, and keeps for later what nobody's data was used for. Money that nobody has a
 * weight in waits, each licence's for itself.
 */
export async function earnLicences(
  tx: Tx,
  book: Book,
  policy: RevenuePolicy,
  period: Period,
  money: { poolMinor: bigint; undividedBeforeMinor: bigint; byLicence: ReadonlyMap<string, bigint> },
): Promise<Earned> {
  const { cooperativeId } = book;
  const { basis } = policy;
  const { poolMinor, undividedBeforeMinor, byLicence: revenue } = money;
  const earnings = await readEarnings(tx, cooperativeId, [...revenue.keys()]);
  const available = availableOf(poolMinor, undividedBeforeMinor, revenue, earnings, period.until);
  const isNothing = available.byLicence.size === 0 && available.commonMinor === 0n;
  const { members, uses } = isNothing
    ? { members: [], uses: [] }
    : await snapshotMembers(tx, book, policy, period, available.byLicence);

  const used = new Set(uses.map(({ licenceId }) => licenceId));
  const isDivided = (licence: string): boolean =>
    members.length > 0 && (!followsUse(basis) || used.has(licence));
  const columns = new Map<string, bigint>();
  for (const [licence, { minor }] of available.byLicence) if (isDivided(licence)) columns.set(licence, minor);
  if (members.length > 0 && available.commonMinor > 0n) columns.set(NO_LICENCE, available.commonMinor);
  await writeEarnings(tx, cooperativeId, after(earnings, available, isDivided, period.until));

  const sum = (amounts: Iterable<bigint>) => [...amounts].reduce((total, amount) => total + amount, 0n);
  return { members, uses, columns, waitingMinor: poolMinor + undividedBeforeMinor - sum(columns.values()) };
}

/** Every licence that had something carried, or has something now. */
function after(
  before: ReadonlyMap<string, Earning>,
  { byLicence }: Available,
  isDivided: (licence: string) => boolean,
  until: Date,
): Map<string, Earning> {
  const earnings = new Map<string, Earning>();
  for (const [licence, { dividedUntil }] of before) {
    earnings.set(licence, { carriedMinor: 0n, carriedSince: null, dividedUntil });
  }
  for (const [licence, { minor, carriedSince, dividedUntil }] of byLicence) {
    earnings.set(
      licence,
      isDivided(licence)
        ? { carriedMinor: 0n, carriedSince: null, dividedUntil: until }
        : { carriedMinor: minor, carriedSince: carriedSince ?? until, dividedUntil },
    );
  }
  return earnings;
}
