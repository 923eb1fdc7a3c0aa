import type { Tx } from '../../kit/store/tx.js';

/** What data's journal says of a contribution. */
export interface StoredContribution {
  contribution: string;
  memberId: string;
  recordCount: number;
}

export async function keepContribution(
  tx: Tx,
  cooperativeId: string,
  stored: StoredContribution,
): Promise<void> {
  await tx.query(
    `insert into contribution (cooperative_id, contribution_id, member_id, record_count) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [cooperativeId, stored.contribution, stored.memberId, stored.recordCount],
  );
}

/** What the compute worker counted of a contribution; the latest word holds. Of one that was withdrawn it is nothing. */
export async function keepCount(
  tx: Tx,
  cooperativeId: string,
  { contribution, counted }: { contribution: string; counted: number },
): Promise<void> {
  await tx.query(
    'update contribution set counted_rows = $3 where cooperative_id = $1 and contribution_id = $2',
    [cooperativeId, contribution, counted],
  );
}

/** Rows of a member's live contributions, as the compute worker counted them. */
export async function countedRowsOf(tx: Tx, cooperativeId: string, memberId: string): Promise<bigint> {
  const [row] = await tx.query<{ counted: string }>(
    'select coalesce(sum(counted_rows), 0) as counted from contribution where cooperative_id = $1 and member_id = $2',
    [cooperativeId, memberId],
  );
  return BigInt(row!.counted);
}

/** A contribution that was withdrawn counts no more. */
export async function dropContribution(tx: Tx, cooperativeId: string, contribution: string): Promise<void> {
  await tx.query('delete from contribution where cooperative_id = $1 and contribution_id = $2', [
    cooperativeId,
    contribution,
  ]);
}

/** What a computation used, by member. */
export interface MeteredUsage {
  job: string;
  licence: string;
  uses: { memberId: string; records: number; qualityBp: number }[];
}

/**
 * A use that is heard of when its period is closed counts in the next one.
 *
 * @param meteredAt - when the use was made, by the clock of the service that metered it; hearing of it takes longer.
 */
export async function keepUsage(
  tx: Tx,
  cooperativeId: string,
  { job, licence, uses }: MeteredUsage,
  meteredAt: Date,
): Promise<void> {
  // A close waits for this, or this for a close.
  await tx.query('select 1 from book where cooperative_id = $1 for share', [cooperativeId]);
  await tx.query(
    `insert into usage (cooperative_id, job_id, licence_id, metered_at, member_id, records, quality_bp)
     select $1, $2, $3, greatest($4::timestamptz, (select closed_until from book where cooperative_id = $1)), *
     from unnest($5::text[], $6::bigint[], $7::int[]) on conflict do nothing`,
    [
      cooperativeId,
      job,
      licence,
      meteredAt,
      uses.map((use) => use.memberId),
      uses.map((use) => use.records),
      uses.map((use) => use.qualityBp),
    ],
  );
}
