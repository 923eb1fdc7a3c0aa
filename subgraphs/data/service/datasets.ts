import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/store.js';
import { coarsen } from '../domain/coarsen.js';
import { DatasetRow, toDataset } from '../store/datasetRow.js';
import type { Dataset } from '../store/datasetRow.js';
import type { DataPorts } from './ports.js';

/** @throws NOT_FOUND when this co-op has no such dataset. */
export async function requireDataset(tx: Tx, cooperative: string, id: string): Promise<Dataset> {
  const row = await tx.manager.findOneBy(DatasetRow, { cooperativeId: cooperative, id });
  if (!row) throw COMMON.NOT_FOUND.raise('There is no such dataset.', { id });
  return toDataset(row);
}

/** The same, and no one else changes what is contributed to it until the transaction ends. */
export async function lockDataset(tx: Tx, cooperative: string, id: string): Promise<Dataset> {
  await tx.query('select 1 from dataset where cooperative_id = $1 and id = $2 for no key update', [
    cooperative,
    id,
  ]);
  return requireDataset(tx, cooperative, id);
}

/**
 * Brings the public counts of a dataset up to date, in the transaction that changed its contributions and holds
 * its lock.
 */
export async function recount(tx: Tx, cooperative: string, id: string): Promise<void> {
  const [exact] = await tx.query<{ contributors: number; records: number }>(
    `select count(distinct member_id)::int as contributors, coalesce(sum(record_count), 0)::int as records
     from contribution where cooperative_id = $1 and dataset_id = $2 and sealed_key is not null`,
    [cooperative, id],
  );
  const { contributors, records } = coarsen(exact!);
  await tx.query(
    `update dataset set contributor_count = $3, record_count = $4, changed_at = $5
     where cooperative_id = $1 and id = $2 and (contributor_count, record_count) <> ($3, $4)`,
    [cooperative, id, contributors, records, tx.now],
  );
  await tx.query(
    'update catalogue_entry set record_count = $2 where dataset_id = $1 and record_count <> $2',
    [id, records],
  );
}

/** Published datasets of any co-op, in the order of their ids; null where there is none. */
export async function datasetsByIds(
  { store }: Pick<DataPorts, 'store'>,
  ids: readonly string[],
): Promise<(Dataset | null)[]> {
  const rows = await store.transaction({ reader: 'catalogue' }, (tx) =>
    tx.manager
      .createQueryBuilder(DatasetRow, 'dataset')
      .where('dataset.id = any(:ids)', { ids: [...ids] })
      .getMany(),
  );
  const byId = new Map(rows.map((row) => [row.id, toDataset(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}
