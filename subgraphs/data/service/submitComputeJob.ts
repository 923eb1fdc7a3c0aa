import { newId } from '../../kit/domain/ids.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store, Tx } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { debit } from '../domain/budget.js';
import { requireQuota, type ComputeJob } from '../domain/job.js';
import { lockSpent, writeSpent } from '../store/budgetStore.js';
import { insertJob } from '../store/jobStore.js';
import { lockUnfinished } from '../store/jobQueueStore.js';
import { cohortOf, planJob, requireCohort, type JobRequest } from './jobTerms.js';
import { jobValues } from './jobValues.js';

export interface SubmitComputeJob extends JobRequest {
  /** The DID that asks. */
  readonly actor: string;
  readonly idempotencyKey: string;
}

/**
 * Queues a computation, and takes its epsilon off the buyer's budget on the dataset here and now: long before an
 * answer exists, so that no order of events gives an answer that was not paid for in privacy.
 *
 * @returns the job's id.
 * @throws IDEMPOTENCY_KEY_REUSED, NOT_FOUND, LICENCE_NOT_ACTIVE, JOB_SPEC_INVALID, JOB_QUOTA_EXCEEDED, COHORT_TOO_SMALL,
 *   BUDGET_EXHAUSTED
 */
export async function submitComputeJob(store: Store, command: SubmitComputeJob): Promise<string> {
  const { actor, idempotencyKey: key, licenceId, spec } = command;
  const cooperative = await whereaboutsOf(store, licenceId);
  return store.transaction({ cooperative }, (tx) =>
    idempotent(tx, { actor, operation: 'submitComputeJob', key, input: { licenceId, spec } }, () =>
      queue(tx, command),
    ),
  );
}

async function queue(tx: Tx, command: SubmitComputeJob): Promise<string> {
  const { actor, spec } = command;
  const planned = await planJob(tx, command);
  const { terms, plan } = planned;
  requireQuota(await lockUnfinished(tx, terms.cooperativeId, terms.buyerId));
  requireCohort(await cohortOf(tx, planned), terms.privacy.cohortMinimum);
  const totalMicro = BigInt(terms.privacy.epsilonPerBuyerMicro);
  const spent = debit({ totalMicro, spentMicro: await lockSpent(tx, terms) }, plan.spec.epsilonMicro);
  await writeSpent(tx, terms, spent.spentMicro);
  const job: ComputeJob = {
    cooperativeId: terms.cooperativeId,
    id: newId('job'),
    licenceId: terms.licenceId,
    datasetId: terms.datasetId,
    buyerId: terms.buyerId,
    kind: 'AGGREGATE',
    state: 'QUEUED',
    spec,
    epsilonMicro: plan.spec.epsilonMicro,
    cost: terms.jobPrice,
    submittedAt: tx.now,
    finishedAt: null,
    refusal: null,
    result: null,
    gates: null,
  };
  await insertJob(tx, job);
  await tx.register(job.id, job.cooperativeId);
  tx.append({
    type: 'ComputeJobSubmitted',
    cooperative: job.cooperativeId,
    actorRole: 'BUYER',
    actor,
    values: jobValues(job),
  });
  return job.id;
}
