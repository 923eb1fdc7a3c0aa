import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import { JOBS_UNFINISHED_MAX } from '../domain/job.js';
import type { Job } from '../domain/job.js';
import { fairOrder } from '../domain/fairOrder.js';
import { readTurns, readWaiting } from '../store/jobQueueStore.js';
import { jobsById, jobsOf } from '../store/jobStore.js';
import { byCooperative } from '../../kit/store/byCooperative.js';

/** Jobs of one licence, or of one organisation in all co-ops. */
export type JobsOf =
  { readonly licenceId: string; readonly cooperativeId: string } | { readonly buyerId: string };

/** Jobs, whoever asks: callers judge what may be seen. */
export function readJobs(store: Store) {
  return {
    /** In the order of the ids, null where there is none. */
    byIds: (ids: readonly string[]): Promise<(Job | null)[]> =>
      byCooperative(store, ids, (tx, _cooperativeId, own) => jobsById(tx, own)),
    /** Newest first, one more than asked for. */
    page(of: JobsOf, { first, after }: PageRequest): Promise<Job[]> {
      const scope = 'buyerId' in of ? { organization: of.buyerId } : { cooperative: of.cooperativeId };
      return store.transaction(scope, (tx) => jobsOf(tx, of, after && String(after[0]), first + 1));
    },
    /**
     * Places in the order in which jobs of all co-ops would be taken if nothing more came: 1 is next. Null for what does
     * not wait.
     */
    async queuePositions(ids: readonly string[]): Promise<(number | null)[]> {
      const turns = await store.transaction({ reader: 'worker' }, async (tx) => {
        const lines = await readWaiting(tx, JOBS_UNFINISHED_MAX);
        return [...fairOrder(lines, await readTurns(tx, lines))];
      });
      const places = new Map(turns.map(({ jobId }, index) => [jobId, index + 1]));
      return ids.map((id) => places.get(id) ?? null);
    },
  };
}
