import { IsNull, LessThan, MoreThan, Not } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Counts } from '../domain/coarsen.js';
import type { Contribution } from '../domain/contribution.js';
import type { Holder } from '../domain/holder.js';
import { ContributionRow, toContribution } from './contributionRow.js';

export async function insertContribution(tx: Tx, contribution: Contribution): Promise<void> {
  await tx.manager.insert(ContributionRow, contribution);
  await tx.register(contribution.id, contribution.cooperativeId);
}

/** Puts contributions of one ciphertext in a line, in whichever dataset: the second sees what the first did. */
export async function queueCiphertext(tx: Tx, cooperativeId: string, cid: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${cooperativeId}\n${cid}`]);
}

/** Whether this ciphertext was ever contributed in this co-op. */
export function isCiphertextKnown(tx: Tx, cooperativeId: string, cid: string): Promise<boolean> {
  return tx.manager.existsBy(ContributionRow, { cooperativeId, cid });
}

export async function findContribution(
  tx: Tx,
  cooperativeId: string,
  id: string,
): Promise<Contribution | null> {
  const row = await tx.manager.findOneBy(ContributionRow, { cooperativeId, id });
  return row && toContribution(row);
}

/** Rows of a member's live contributions to a dataset. */
export async function liveRowCount(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  datasetId: string,
): Promise<number> {
  const [row] = await tx.query<{ present: number }>(
    `select coalesce(sum(record_count), 0)::int as present from contribution
     where cooperative_id = $1 and dataset_id = $2 and member_id = $3 and sealed_key is not null`,
    [cooperativeId, datasetId, memberId],
  );
  return row!.present;
}

/** Members with a live contribution to a dataset, and the rows of all of them. */
export async function exactCounts(tx: Tx, cooperativeId: string, datasetId: string): Promise<Counts> {
  const [exact] = await tx.query<Counts>(
    `select count(distinct member_id)::int as contributors, coalesce(sum(record_count), 0)::int as records
     from contribution where cooperative_id = $1 and dataset_id = $2 and sealed_key is not null`,
    [cooperativeId, datasetId],
  );
  return exact!;
}

/** The datasets that hold a live contribution of a member, in one order for all. */
export async function datasetsContributedTo(tx: Tx, { cooperativeId, memberId }: Holder): Promise<string[]> {
  const datasets = await tx.query<{ dataset_id: string }>(
    `select distinct dataset_id from contribution
     where cooperative_id = $1 and member_id = $2 and sealed_key is not null order by dataset_id`,
    [cooperativeId, memberId],
  );
  return datasets.map(({ dataset_id: id }) => id);
}

/** Ids of the live contributions of a member. */
export function liveContributions(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
): Promise<{ id: string; datasetId: string }[]> {
  return tx.query(
    `select id, dataset_id as "datasetId" from contribution
     where cooperative_id = $1 and member_id = $2 and sealed_key is not null order by id`,
    [cooperativeId, memberId],
  );
}

/** Deletes the keys of contributions and asks for the removal of their bytes. */
export async function saveContributionsWithdrawn(
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
): Promise<void> {
  await tx.query(
    `with gone as (
       update contribution set sealed_key = null, withdrawn_at = $3
       where cooperative_id = $1 and id = any($2) and sealed_key is not null returning cid)
     insert into blob_removal (cooperative_id, cid, requested_at) select $1, cid, $3 from gone
     on conflict do nothing`,
    [cooperativeId, ids, tx.now],
  );
}

/** Newest first. @param before - an id; only older ones. */
export async function contributionsOf(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  before: string | null,
  limit: number,
): Promise<Contribution[]> {
  const where = { cooperativeId, memberId, ...(before !== null && { id: LessThan(before) }) };
  const rows = await tx.manager.find(ContributionRow, { where, order: { id: 'DESC' }, take: limit });
  return rows.map(toContribution);
}

/** The live ones, oldest first. @param after - an id; only younger ones. */
export async function liveContributionsOf(
  tx: Tx,
  { cooperativeId, memberId }: Holder,
  after: string | null,
  limit: number,
): Promise<Contribution[]> {
  const live = { cooperativeId, memberId, sealedKey: Not(IsNull()) };
  const where = { ...live, ...(after !== null && { id: MoreThan(after) }) };
  const rows = await tx.manager.find(ContributionRow, { where, order: { id: 'ASC' }, take: limit });
  return rows.map(toContribution);
}

/** Bytes that are to be removed, held to the end of the transaction; other copies of the service take others. */
export function holdBlobRemovals(tx: Tx, limit: number): Promise<BlobRemoval[]> {
  return tx.query<BlobRemoval>(
    `select cooperative_id as "cooperativeId", cid from blob_removal
     order by requested_at limit $1 for update skip locked`,
    [limit],
  );
}

export interface BlobRemoval {
  readonly cooperativeId: string;
  readonly cid: string;
}

export async function deleteBlobRemovals(tx: Tx, done: readonly BlobRemoval[]): Promise<void> {
  await tx.query(
    `delete from blob_removal b using unnest($1::text[], $2::text[]) as d(cooperative_id, cid)
     where b.cooperative_id = d.cooperative_id and b.cid = d.cid`,
    [done.map(({ cooperativeId }) => cooperativeId), done.map(({ cid }) => cid)],
  );
}
