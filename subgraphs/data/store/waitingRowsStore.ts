import type { Tx } from '../../kit/store/tx.js';
import type { Column } from '../domain/dataset.js';
import { readColumns } from './datasetRow.js';
import type { PlacedContribution } from './rowKeyStore.js';

/** A contribution that waits for the worker, and what for. */
export interface WaitingContribution {
  readonly cooperativeId: string;
  readonly id: string;
  /** The consent whose wrap opens it; null where only its repeats are to be counted anew. */
  readonly consentId: string | null;
}

/** Of consents: in force, with a wrap that has opened. */
const OPEN = `s.withdrawn_at is null and s.erased_at is null and s.wrap_opened_at is not null
  and s.wrap_set_aside_at is null and (s.expires_at is null or s.expires_at > $1)`;

/**
 * Contributions of members with an opened consent that nobody has looked into, or that did not open before a newer consent
 * did: the first of each member before the second of any, in the order in which they came.
 */
export function contributionsToVerify(
  tx: Tx,
  retryMs: number,
  limit: number,
): Promise<WaitingContribution[]> {
  return tx.query<WaitingContribution>(
    `select cooperative_id as "cooperativeId", id, consent_id as "consentId" from (
       select c.cooperative_id, c.id, c.place, o.id as consent_id,
         row_number() over (partition by c.cooperative_id, c.member_id order by c.place) as turn
       from contribution c
       left join contribution_verification v on v.cooperative_id = c.cooperative_id and v.contribution_id = c.id
       cross join lateral (
         select s.id from consent s where s.cooperative_id = c.cooperative_id and s.dataset_id = c.dataset_id
           and s.member_id = c.member_id and ${OPEN}
           and (v.contribution_id is null or s.wrap_opened_at > v.verified_at)
         order by s.wrap_opened_at desc, s.id limit 1) o
       where c.sealed_key is not null and (v.contribution_id is null or not v.is_readable)
         and (c.verify_tried_at is null or c.verify_tried_at < clock_timestamp() - make_interval(secs => $2))
     ) as waiting order by turn, place limit $3`,
    [tx.now, retryMs / 1000, limit],
  );
}

/** Contributions whose repeats have changed. */
export function contributionsToRecount(tx: Tx, limit: number): Promise<WaitingContribution[]> {
  return tx.query<WaitingContribution>(
    `select cooperative_id as "cooperativeId", contribution_id as id, null as "consentId"
     from contribution_verification where is_stale order by contribution_id limit $1`,
    [limit],
  );
}

/** A live contribution with all that is needed to judge its rows. */
export interface HeldContribution extends PlacedContribution {
  readonly memberId: string;
  readonly did: string | null;
  readonly cid: string;
  readonly sealedKey: string;
  /** Rows that the wallet declared. */
  readonly recordCount: number;
  readonly columns: readonly Column[];
  readonly rowKey: readonly string[] | null;
}

/** The contribution, its row locked to the end of the transaction; null when it is over. */
export async function holdContribution(tx: Tx, id: string): Promise<HeldContribution | null> {
  const [row] = await tx.query<Row>(
    `select c.cooperative_id, c.id, c.dataset_id, c.member_id, c.cid, c.sealed_key, c.record_count, c.place, s.did,
       d.columns, d.row_key
     from contribution c join dataset d on d.cooperative_id = c.cooperative_id and d.id = c.dataset_id
     left join standing s on s.cooperative_id = c.cooperative_id and s.member_id = c.member_id
     where c.id = $1 and c.sealed_key is not null for update of c`,
    [id],
  );
  return row
    ? {
        cooperativeId: row.cooperative_id,
        id: row.id,
        datasetId: row.dataset_id,
        memberId: row.member_id,
        cid: row.cid,
        sealedKey: row.sealed_key,
        recordCount: row.record_count,
        place: BigInt(row.place),
        did: row.did,
        columns: readColumns(row.columns),
        rowKey: row.row_key,
      }
    : null;
}

interface Row {
  cooperative_id: string;
  id: string;
  dataset_id: string;
  member_id: string;
  cid: string;
  sealed_key: string;
  record_count: number;
  place: string;
  did: string | null;
  columns: Column[];
  row_key: string[] | null;
}

/** In which dataset a contribution stands; null when there is none. */
export async function datasetOf(tx: Tx, id: string): Promise<string | null> {
  const [row] = await tx.query<{ dataset_id: string }>('select dataset_id from contribution where id = $1', [
    id,
  ]);
  return row?.dataset_id ?? null;
}

/** The worker could not tell: others have their turn before this one is looked at again. */
export async function saveVerifyTried(tx: Tx, id: string): Promise<void> {
  await tx.query('update contribution set verify_tried_at = clock_timestamp() where id = $1', [id]);
}
