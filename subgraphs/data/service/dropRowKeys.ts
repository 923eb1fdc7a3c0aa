import type { Tx } from '../../kit/store/tx.js';
import { deleteRowKeys, markLaterStale, queueRowKeys } from '../store/rowKeyStore.js';

/**
 * Forgets by which keys the rows of contributions were told from their repeats, in the transaction that ends them. Whoever
 * contributed the same rows later is credited for them from here on.
 */
export async function dropRowKeys(
  tx: Tx,
  datasetIds: readonly string[],
  contributionIds: readonly string[],
): Promise<void> {
  await queueRowKeys(tx, datasetIds);
  await markLaterStale(tx, contributionIds);
  await deleteRowKeys(tx, contributionIds);
}
