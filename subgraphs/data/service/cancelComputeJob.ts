import { COMMON } from '../../kit/errors/table.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { requireCancellable } from '../domain/job.js';
import { refund } from '../store/budgetStore.js';
import { cancelJob, lockJob } from '../store/jobStore.js';
import { jobValues } from './jobValues.js';

export interface CancelComputeJob {
  readonly actor: string;
  readonly buyerId: string;
  readonly jobId: string;
}

/**
 * Takes a queued job back, and its epsilon with it: nothing was read for it. Cancelling twice is cancelling once.
 *
 * @throws NOT_FOUND for another buyer's job as for one that is not, JOB_NOT_CANCELLABLE
 */
export async function cancelComputeJob(
  store: Store,
  { actor, buyerId, jobId }: CancelComputeJob,
): Promise<void> {
  const cooperative = await whereaboutsOf(store, jobId);
  await store.transaction({ cooperative }, async (tx) => {
    const job = await lockJob(tx, jobId);
    if (job?.buyerId !== buyerId) {
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: jobId });
    }
    if (job.state === 'CANCELLED') return;
    requireCancellable(job);
    await cancelJob(tx, jobId);
    await refund(tx, job, job.epsilonMicro);
    tx.append({
      type: 'ComputeJobCancelled',
      cooperative,
      actorRole: 'BUYER',
      actor,
      values: jobValues(job),
    });
  });
}
