import { In } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Counts } from '../domain/coarsen.js';
import type { Dataset } from '../domain/dataset.js';
import { DatasetRow, fromDataset, toDataset } from './datasetRow.js';

export async function insertDataset(tx: Tx, dataset: Dataset): Promise<void> {
  await tx.manager.insert(DatasetRow, fromDataset(dataset));
  await tx.register(dataset.id, dataset.cooperativeId);
}

export async function findDataset(tx: Tx, cooperativeId: string, id: string): Promise<Dataset | null> {
  const row = await tx.manager.findOneBy(DatasetRow, { cooperativeId, id });
  return row && toDataset(row);
}

/** In a transaction of the reader `catalogue`, of all co-ops. */
export async function datasetsById(tx: Tx, ids: readonly string[]): Promise<Dataset[]> {
  return (await tx.manager.findBy(DatasetRow, { id: In(ids) })).map(toDataset);
}

/** Keeps others from changing what is contributed to these datasets until the transaction ends, in one order for all. */
export async function holdDatasets(tx: Tx, cooperativeId: string, ids: readonly string[]): Promise<void> {
  await tx.query(
    'select 1 from dataset where cooperative_id = $1 and id = any($2) order by id for no key update',
    [cooperativeId, ids],
  );
}

/** Writes the public counts of a dataset where they have moved, in its entry of the catalogue too. */
export async function saveCounts(tx: Tx, cooperativeId: string, id: string, counts: Counts): Promise<void> {
  const { contributors, records } = counts;
  await tx.query(
    `update dataset set contributor_count = $3, record_count = $4, changed_at = $5
     where cooperative_id = $1 and id = $2 and (contributor_count, record_count) <> ($3, $4)`,
    [cooperativeId, id, contributors, records, tx.now],
  );
  await tx.query(
    'update catalogue_entry set record_count = $2 where dataset_id = $1 and record_count <> $2',
    [id, records],
  );
}
