import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import { coarsen } from '../domain/coarsen.js';
import type { Dataset } from '../domain/dataset.js';
import { exactCounts } from '../store/contributionStore.js';
import { findDataset, holdDatasets, saveCounts } from '../store/datasetStore.js';

/** @throws NOT_FOUND when this co-op has no such dataset. */
export async function requireDataset(tx: Tx, cooperativeId: string, id: string): Promise<Dataset> {
  const dataset = await findDataset(tx, cooperativeId, id);
  if (dataset) return dataset;
  throw COMMON.NOT_FOUND.raise('There is no such dataset.', { id });
}

/** The same, and no one else changes what is contributed to it until the transaction ends. */
export async function lockDataset(tx: Tx, cooperativeId: string, id: string): Promise<Dataset> {
  await holdDatasets(tx, cooperativeId, [id]);
  return requireDataset(tx, cooperativeId, id);
}

/**
 * Brings the public counts of a dataset up to date, in the transaction that changed its contributions and holds its
 * lock.
 */
export async function recount(tx: Tx, cooperativeId: string, id: string): Promise<void> {
  await saveCounts(tx, cooperativeId, id, coarsen(await exactCounts(tx, cooperativeId, id)));
}
