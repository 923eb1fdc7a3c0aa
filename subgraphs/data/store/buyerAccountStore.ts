import type { Tx } from '../../kit/store/tx.js';
import type { JobFunds } from '../domain/jobFees.js';

/** How a buyer stands with a co-op, as payouts says. */
export interface ToldAccount {
  readonly buyerId: string;
  readonly version: bigint;
  readonly prepaidMinor: bigint;
  readonly feesOwedMinor: bigint;
  readonly claimMinor: bigint;
  readonly dueAt: Date | null;
  /** The job that was billed with it. */
  readonly billed: string | null;
  /** The withdrawal that was carried out with it. */
  readonly released: string | null;
}

/** Keeps what payouts says, unless a later version is known; what was billed or carried out counts in any order. */
export async function keepAccount(tx: Tx, cooperativeId: string, account: ToldAccount): Promise<void> {
  const { buyerId, version, prepaidMinor, feesOwedMinor, claimMinor, dueAt, billed, released } = account;
  await tx.query(
    `insert into buyer_account (cooperative_id, buyer_id, version, prepaid_minor, fees_owed_minor, claim_minor, due_at)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (cooperative_id, buyer_id) do update set version = excluded.version,
       prepaid_minor = excluded.prepaid_minor, fees_owed_minor = excluded.fees_owed_minor,
       claim_minor = excluded.claim_minor, due_at = excluded.due_at
     where buyer_account.version < excluded.version`,
    [...[cooperativeId, buyerId], ...[version, prepaidMinor, feesOwedMinor, claimMinor].map(String), dueAt],
  );
  if (billed !== null)
    await tx.query('update compute_job set billed_at = $3 where cooperative_id = $1 and id = $2', [
      cooperativeId,
      billed,
      tx.now,
    ]);
  if (released !== null)
    await tx.query('delete from prepayment_release where cooperative_id = $1 and withdrawal_id = $2', [
      cooperativeId,
      released,
    ]);
}

/** Keeps that much of a prepayment from being spent until payouts has given it back. */
export async function insertRelease(
  tx: Tx,
  release: { cooperativeId: string; withdrawalId: string; buyerId: string; amountMinor: bigint },
): Promise<void> {
  await tx.query(
    `insert into prepayment_release (cooperative_id, withdrawal_id, buyer_id, amount_minor) values ($1, $2, $3, $4)`,
    [release.cooperativeId, release.withdrawalId, release.buyerId, String(release.amountMinor)],
  );
}

/**
 * What there is for a buyer's jobs, held as it is to the end of the transaction: what payouts says next waits, so that no
 * job is counted as billed whose bill is not counted yet. Whoever spends it takes the lock on the buyer's jobs first.
 */
export async function holdFunds(tx: Tx, cooperativeId: string, buyerId: string): Promise<JobFunds> {
  await tx.query(
    `insert into buyer_account (cooperative_id, buyer_id, version, prepaid_minor, fees_owed_minor, claim_minor)
     values ($1, $2, -1, 0, 0, 0) on conflict do nothing`,
    [cooperativeId, buyerId],
  );
  await tx.query('select from buyer_account where cooperative_id = $1 and buyer_id = $2 for share', [
    cooperativeId,
    buyerId,
  ]);
  return readFunds(tx, cooperativeId, buyerId);
}

/** The same without a lock, for showing. */
export async function readFunds(tx: Tx, cooperativeId: string, buyerId: string): Promise<JobFunds> {
  const [row] = await tx.query<FundsRow>(
    `select coalesce(a.prepaid_minor, 0)::text as prepaid, coalesce(a.fees_owed_minor, 0)::text as owed,
       coalesce(a.claim_minor, 0)::text as claim, a.due_at,
       (select coalesce(sum(cost_minor), 0) from compute_job j where j.cooperative_id = $1 and j.buyer_id = $2
          and billed_at is null and cost_minor > 0 and (finished_at is null or state = 'RELEASED'))::text as jobs,
       (select coalesce(sum(amount_minor), 0) from prepayment_release r
          where r.cooperative_id = $1 and r.buyer_id = $2)::text as leaving,
       (select coalesce(terms ->> 'jobCreditMinor', '0') from charter where cooperative_id = $1 and effective_at <= $3
          order by version desc limit 1) as credit
     from (select 1) as one left join buyer_account a on a.cooperative_id = $1 and a.buyer_id = $2`,
    [cooperativeId, buyerId, tx.now],
  );
  return {
    prepaidMinor: BigInt(row!.prepaid),
    creditMinor: BigInt(row!.credit ?? 0),
    feesOwedMinor: BigInt(row!.owed),
    reservedMinor: BigInt(row!.jobs) + BigInt(row!.leaving),
    claimMinor: BigInt(row!.claim),
    dueAt: row!.due_at,
  };
}

interface FundsRow {
  prepaid: string;
  owed: string;
  claim: string;
  due_at: Date | null;
  jobs: string;
  leaving: string;
  credit: string | null;
}
