import { loadDataset } from './context.js';
import type { Context } from './context.js';
import { toDatasetType } from './dataset.type.js';
import type { DatasetType } from './dataset.type.js';

/** Everybody may see what is published. */
export async function findDataset(id: string, context: Context): Promise<DatasetType | null> {
  const dataset = await loadDataset(context, id);
  return dataset && toDatasetType(dataset);
}
