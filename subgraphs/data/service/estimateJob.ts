import type { Money } from '../../kit/domain/money.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { expectedErrors, type ExpectedError } from '../domain/aggregateErrors.js';
import { remainingMicro } from '../domain/budget.js';
import { readSpent } from '../store/budgetStore.js';
import { cohortOf, planJob, type JobRequest } from './jobTerms.js';

/** What a job would cost in money and in privacy, and how exact its answer would be. */
export interface JobEstimate {
  readonly cost: Money;
  readonly epsilonMicro: bigint;
  readonly remainingMicro: bigint;
  readonly cohortMet: boolean;
  /** Keys in the answer. */
  readonly keys: number;
  readonly rowsPerMember: number;
  readonly errors: readonly ExpectedError[];
}

/**
 * Answers before anything is submitted; spends and journals nothing.
 *
 * @throws NOT_FOUND, LICENCE_NOT_ACTIVE, JOB_SPEC_INVALID
 */
export async function estimateJob(store: Store, request: JobRequest): Promise<JobEstimate> {
  const cooperative = await whereaboutsOf(store, request.licenceId);
  return store.transaction({ cooperative }, async (tx) => {
    const job = await planJob(tx, request);
    const { terms, plan } = job;
    const budget = {
      totalMicro: BigInt(terms.privacy.epsilonPerBuyerMicro),
      spentMicro: await readSpent(tx, terms),
    };
    return {
      cost: terms.jobPrice,
      epsilonMicro: plan.spec.epsilonMicro,
      remainingMicro: remainingMicro(budget),
      cohortMet: (await cohortOf(tx, job)) >= terms.privacy.cohortMinimum,
      keys: plan.cells.length,
      rowsPerMember: plan.spec.rowsPerMember,
      errors: expectedErrors(plan),
    };
  });
}
