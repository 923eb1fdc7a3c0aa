import { requireId } from '../../kit/domain/ids.js';
import type { Money } from '../../kit/domain/money.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { expectedErrors, type ExpectedError } from '../domain/aggregateErrors.js';
import { remainingMicro } from '../domain/budget.js';
import { readSpent } from '../store/budgetStore.js';
import { cohortOf, planJob, type JobRequest } from './planJob.js';

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
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for an organisation; NOT_FOUND, LICENCE_NOT_ACTIVE,
 *   JOB_SPEC_INVALID, in this order.
 */
export function estimateJob(store: Store) {
  return async (viewer: Viewer, request: JobRequest): Promise<JobEstimate> => {
    const { id: buyerId } = await viewer.requireOrganization();
    const cooperativeId = await whereaboutsOf(store, requireId('lic', request.licenceId));
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const job = await planJob(tx, buyerId, request);
      const { terms, plan } = job;
      const totalMicro = BigInt(terms.privacy.epsilonPerBuyerMicro);
      const spentMicro = await readSpent(tx, terms);
      return {
        cost: terms.jobPrice,
        epsilonMicro: plan.spec.epsilonMicro,
        remainingMicro: remainingMicro({ totalMicro, spentMicro }),
        cohortMet: (await cohortOf(tx, job)) >= terms.privacy.cohortMinimum,
        keys: plan.cells.length,
        rowsPerMember: plan.spec.rowsPerMember,
        errors: expectedErrors(plan),
      };
    });
  };
}
