import { ComputeJobCancelled } from '../../kit/contracts/entries/data.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { cancelled } from '../domain/job.js';
import type { Job } from '../domain/job.js';
import { refund } from '../store/budgetStore.js';
import { holdJob, saveCancelled } from '../store/jobStore.js';
import { jobValues } from './jobValues.js';

/**
 * Takes a queued job back, and its epsilon with it: nothing was read for it. Cancelling twice is cancelling once.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for an organisation; NOT_FOUND for another buyer's job as
 *   for one that is not, JOB_NOT_CANCELLABLE, in this order.
 */
export function cancelComputeJob(store: Store) {
  return async (viewer: Viewer, jobId: string): Promise<Job> => {
    const buyer = await viewer.requireOrganization();
    const cooperativeId = await whereaboutsOf(store, requireId('job', jobId));
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const job = await holdJob(tx, jobId);
      if (job?.buyerId !== buyer.id) {
        throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: jobId });
      }
      if (job.state === 'CANCELLED') return job;
      const ended = cancelled(job, tx.now);
      await saveCancelled(tx, ended);
      await refund(tx, job, job.epsilonMicro);
      tx.append(ComputeJobCancelled, {
        cooperative: cooperativeId,
        actorRole: 'BUYER',
        actor: buyer.did,
        private: jobValues(job),
      });
      return ended;
    });
  };
}
