import type { Tx } from '../../../kit/store/store.js';
import type { AggregateAnswer } from '../../domain/aggregateAnswer.js';
import type { ComputeJob, JobRefusal } from '../../domain/job.js';
import type { GateCounts } from '../../domain/gates.js';
import { jobValues } from '../../service/jobValues.js';
import { refund } from '../../store/budgetStore.js';
import { lockJob } from '../../store/jobStore.js';
import type { Lease } from './lease.js';

/** The job, locked; null when this worker's lease has gone to another. */
export async function lockLeased(tx: Tx, lease: Lease): Promise<ComputeJob | null> {
  const job = await lockJob(tx, lease.jobId);
  const [mine] = await tx.query('select 1 from compute_job where id = $1 and lease_holder = $2', [
    lease.jobId,
    lease.holder,
  ]);
  return mine && job ? job : null;
}

export async function writeReleased(
  tx: Tx,
  job: ComputeJob,
  answer: AggregateAnswer,
  gates: GateCounts,
): Promise<void> {
  await tx.query(
    `update compute_job set state = 'RELEASED', finished_at = $2, lease_holder = null, lease_until = null, result = $3,
       gates = $4 where id = $1`,
    [job.id, tx.now, JSON.stringify(answer), JSON.stringify(gates)],
  );
}

/**
 * Ends a job without an answer. One that a gate refused gets its epsilon back; one that failed does not, for how it
 * failed may tell of the data.
 */
export async function writeEnded(
  tx: Tx,
  job: ComputeJob,
  end: { state: 'REFUSED' | 'FAILED'; refusal: JobRefusal; gates: GateCounts | null },
): Promise<void> {
  await tx.query(
    `update compute_job set state = $3, finished_at = $2, lease_holder = null, lease_until = null, refusal = $4,
       gates = $5 where id = $1`,
    [job.id, tx.now, end.state, end.refusal, end.gates && JSON.stringify(end.gates)],
  );
  if (end.state === 'REFUSED') await refund(tx, job, job.epsilonMicro);
  tx.append({
    type: end.state === 'REFUSED' ? 'ComputeJobRefused' : 'ComputeJobFailed',
    cooperative: job.cooperativeId,
    actorRole: 'SERVICE',
    values: { ...jobValues(job), reason: end.refusal },
  });
}
