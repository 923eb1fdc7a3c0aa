import type { Store } from '../../kit/store/store.js';
import { JOBS_UNFINISHED_MAX } from '../domain/job.js';
import { fairOrder } from '../domain/fairOrder.js';
import { readTurns, readWaiting } from '../store/jobQueueStore.js';

/**
 * Places of jobs in the order in which they would be taken if nothing more came: 1 is next. Null for what does not wait.
 *
 * @param ids - of jobs that the caller may see, in any co-ops.
 */
export async function queuePositions(store: Store, ids: readonly string[]): Promise<(number | null)[]> {
  const turns = await store.transaction({ reader: 'worker' }, async (tx) => {
    const lines = await readWaiting(tx, JOBS_UNFINISHED_MAX);
    return [...fairOrder(lines, await readTurns(tx, lines))];
  });
  const places = new Map(turns.map(({ jobId }, index) => [jobId, index + 1]));
  return ids.map((id) => places.get(id) ?? null);
}
