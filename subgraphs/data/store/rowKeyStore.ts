import type { Tx } from '../../kit/store/tx.js';

/** Where hashes stand: which contribution, at which place in its dataset's order. */
export interface PlacedContribution {
  readonly cooperativeId: string;
  readonly id: string;
  readonly datasetId: string;
  /** Rises in the order of the journal. */
  readonly place: bigint;
}

/** Puts those who change which rows of a dataset are repeats in a line. */
export async function queueRowKeys(tx: Tx, datasetIds: readonly string[]): Promise<void> {
  for (const id of [...datasetIds].sort()) {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`row keys of ${id}`]);
  }
}

/** @param hashes - each once, with the number of the first row that has it. */
export async function insertRowKeys(
  tx: Tx,
  { cooperativeId, id, datasetId, place }: PlacedContribution,
  hashes: readonly { readonly hash: Buffer; readonly rowAt: number }[],
): Promise<void> {
  await tx.query(
    `insert into row_key_hash (cooperative_id, contribution_id, dataset_id, place, hash, row_at)
     select $1, $2, $3, $4, * from unnest($5::bytea[], $6::int[])`,
    [
      ...[cooperativeId, id, datasetId, String(place)],
      hashes.map(({ hash }) => hash),
      hashes.map(({ rowAt }) => rowAt),
    ],
  );
}

/** Of a key that several contributions have, the row of the first one counts. */
const IS_FIRST = `not exists (select 1 from row_key_hash e where e.cooperative_id = r.cooperative_id
  and e.dataset_id = r.dataset_id and e.hash = r.hash and e.place < r.place)`;

/** How many keys of the contribution stand in no earlier one. */
export async function firstKeyCount(tx: Tx, contributionId: string): Promise<number> {
  const [row] = await tx.query<{ first: number }>(
    `select count(*)::int as first from row_key_hash r where r.contribution_id = $1 and ${IS_FIRST}`,
    [contributionId],
  );
  return row!.first;
}

/** By contribution, the numbers of its rows that count; of those that have none, nothing. */
export async function countedRows(
  tx: Tx,
  contributionIds: readonly string[],
): Promise<Map<string, ReadonlySet<number>>> {
  const rows = await tx.query<{ contribution_id: string; counted: number[] }>(
    `select r.contribution_id, array_agg(r.row_at) as counted from row_key_hash r
     where r.contribution_id = any($1) and ${IS_FIRST} group by r.contribution_id`,
    [contributionIds],
  );
  return new Map(rows.map(({ contribution_id: id, counted }) => [id, new Set(counted)]));
}

/** Later contributions that have a key of these: what they count for changes when these come or go. */
export async function markLaterStale(tx: Tx, contributionIds: readonly string[]): Promise<void> {
  await tx.query(
    `update contribution_verification set is_stale = true where contribution_id in (
       select l.contribution_id from row_key_hash r join row_key_hash l on l.cooperative_id = r.cooperative_id
         and l.dataset_id = r.dataset_id and l.hash = r.hash and l.place > r.place
       where r.contribution_id = any($1))`,
    [contributionIds],
  );
}

/** Takes the hashes of contributions out, in the transaction that withdraws or erases them. */
export async function deleteRowKeys(tx: Tx, contributionIds: readonly string[]): Promise<void> {
  await tx.query('delete from row_key_hash where contribution_id = any($1)', [contributionIds]);
}
