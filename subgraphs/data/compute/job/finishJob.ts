import { ComputeJobFailed, ComputeJobRefused } from '../../../kit/contracts/entries/data.js';
import type { Tx } from '../../../kit/store/tx.js';
import { ended } from '../../domain/job.js';
import type { Job, JobEnd } from '../../domain/job.js';
import { jobValues } from '../../service/jobValues.js';
import { refund } from '../../store/budgetStore.js';
import { saveEnd } from '../../store/jobStore.js';

/**
 * Ends a job without an answer. One that a gate refused gets its epsilon back; one that failed does not, for how it
 * failed may tell of the data.
 */
export async function finishJob(tx: Tx, job: Job, end: JobEnd): Promise<void> {
  await saveEnd(tx, ended(job, end, tx.now));
  if (end.state === 'REFUSED') await refund(tx, job, job.epsilonMicro);
  tx.append(end.state === 'REFUSED' ? ComputeJobRefused : ComputeJobFailed, {
    cooperative: job.cooperativeId,
    actorRole: 'SERVICE',
    private: { ...jobValues(job), reason: end.refusal },
  });
}
