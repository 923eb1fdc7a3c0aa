import { ComputeJobSubmitted } from '../../kit/contracts/entries/data.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { debit } from '../domain/budget.js';
import { requireQuota } from '../domain/job.js';
import type { Job } from '../domain/job.js';
import { requireFunds } from '../domain/jobFees.js';
import { lockSpent, writeSpent } from '../store/budgetStore.js';
import { holdFunds } from '../store/buyerAccountStore.js';
import { lockUnfinished } from '../store/jobQueueStore.js';
import { insertJob, jobsById } from '../store/jobStore.js';
import { cohortOf, planJob, requireCohort, type JobRequest, type PlannedJob } from './planJob.js';
import { jobValues } from './jobValues.js';

export interface SubmitComputeJob extends JobRequest {
  readonly idempotencyKey: string;
}

/**
 * Queues a computation, and takes its epsilon off the buyer's budget on the dataset here and now: long before an
 * answer exists, so that no order of events gives an answer that was not paid for in privacy. Its fee is reserved of what
 * the buyer has paid in advance, or may owe, until it is billed, or ends without an answer.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for an organisation; IDEMPOTENCY_KEY_REUSED, NOT_FOUND,
 *   LICENCE_NOT_ACTIVE, JOB_SPEC_INVALID, JOB_QUOTA_EXCEEDED, CLAIM_OPEN, INVOICE_OVERDUE, JOB_FEE_NOT_COVERED,
 *   COHORT_TOO_SMALL, BUDGET_EXHAUSTED, in this order.
 */
export function submitComputeJob(store: Store) {
  return async (viewer: Viewer, input: SubmitComputeJob): Promise<Job> => {
    const { id: buyerId, did: actor } = await viewer.requireOrganization();
    const { idempotencyKey: key, licenceId, spec } = input;
    const cooperativeId = await whereaboutsOf(store, requireId('lic', licenceId));
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const operation = { actor, operation: 'submitComputeJob', key, input: { licenceId, spec } };
      const id = await idempotent(tx, operation, async () => {
        const job = await queue(tx, await planJob(tx, buyerId, input), spec);
        tx.append(ComputeJobSubmitted, {
          cooperative: job.cooperativeId,
          actorRole: 'BUYER',
          actor,
          private: jobValues(job),
        });
        return job.id;
      });
      return (await jobsById(tx, [id]))[0]!;
    });
  };
}

async function queue(tx: Tx, planned: PlannedJob, spec: unknown): Promise<Job> {
  const { terms, plan } = planned;
  const { cooperativeId, licenceId, datasetId, buyerId, privacy, jobPrice: cost } = terms;
  const { epsilonMicro } = plan.spec;
  // One submission of a buyer at a time, so that as many as come at once reserve no more than there is.
  requireQuota(await lockUnfinished(tx, cooperativeId, buyerId));
  requireFunds(cost, await holdFunds(tx, cooperativeId, buyerId), tx.now);
  requireCohort(await cohortOf(tx, planned), privacy.cohortMinimum);
  const totalMicro = BigInt(privacy.epsilonPerBuyerMicro);
  const spent = debit({ totalMicro, spentMicro: await lockSpent(tx, terms) }, epsilonMicro);
  await writeSpent(tx, terms, spent.spentMicro);
  const job: Job = {
    ...{ cooperativeId, id: newId('job'), licenceId, datasetId, buyerId, spec, epsilonMicro, cost },
    kind: 'AGGREGATE',
    state: 'QUEUED',
    submittedAt: tx.now,
    finishedAt: null,
    refusal: null,
    result: null,
    gates: null,
  };
  await insertJob(tx, job);
  return job;
}
