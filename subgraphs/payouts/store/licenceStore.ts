import type { Tx } from '../../kit/store/tx.js';

/** A licence as far as money needs to know it. */
export interface LicenceRef {
  cooperativeId: string;
  licenceId: string;
  datasetId: string;
  buyerId: string;
}

/** Keeps who the buyer of a licence is, from its request on. */
export async function keepLicence(tx: Tx, licence: LicenceRef): Promise<void> {
  const { cooperativeId, licenceId, datasetId, buyerId } = licence;
  await tx.query(
    `insert into licence (cooperative_id, licence_id, dataset_id, buyer_id) values ($1, $2, $3, $4)
     on conflict (cooperative_id, licence_id) do update
       set dataset_id = excluded.dataset_id, buyer_id = excluded.buyer_id`,
    [cooperativeId, licenceId, datasetId, buyerId],
  );
  await tx.query(
    'insert into entity_home (entity_id, cooperative_id) values ($1, $2) on conflict do nothing',
    [licenceId, cooperativeId],
  );
}

/** Notes the end of a licence. @returns false where it had been noted before, or there is no such licence. */
export async function noteEnd(tx: Tx, cooperativeId: string, licenceId: string): Promise<boolean> {
  const ended = await tx.query(
    `with ended as (
       update licence set ended_at = $3 where cooperative_id = $1 and licence_id = $2 and ended_at is null returning 1
     ) select from ended`,
    [cooperativeId, licenceId, tx.now],
  );
  return ended.length > 0;
}

export async function readLicences(
  tx: Tx,
  cooperativeId: string,
  ids: readonly string[],
): Promise<LicenceRef[]> {
  const rows = await tx.query<{ licence_id: string; dataset_id: string; buyer_id: string }>(
    'select licence_id, dataset_id, buyer_id from licence where cooperative_id = $1 and licence_id = any($2)',
    [cooperativeId, ids],
  );
  return rows.map((row) => ({
    cooperativeId,
    licenceId: row.licence_id,
    datasetId: row.dataset_id,
    buyerId: row.buyer_id,
  }));
}
