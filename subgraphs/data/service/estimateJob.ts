import { requireId } from '../../kit/domain/ids.js';
import type { Money } from '../../kit/domain/money.js';
import { DomainError } from '../../kit/errors/define.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { expectedErrors, type ExpectedError } from '../domain/aggregateErrors.js';
import { debit, remainingMicro } from '../domain/budget.js';
import { requireQuota } from '../domain/job.js';
import { availableMinor, requireFunds } from '../domain/jobFees.js';
import { readSpent } from '../store/budgetStore.js';
import { readFunds } from '../store/buyerAccountStore.js';
import { countUnfinished } from '../store/jobQueueStore.js';
import { cohortOf, planJob, requireCohort, type JobRequest } from './planJob.js';

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
  /** What is left for fees of what was paid in advance and may be owed, in the currency of the cost. */
  readonly available: Money;
  /** The code with which submitting it now would be refused. */
  readonly refusal: string | null;
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
      const funds = await readFunds(tx, cooperativeId, buyerId);
      const members = await cohortOf(tx, job);
      const unfinished = await countUnfinished(tx, cooperativeId, buyerId);
      const totalMicro = BigInt(terms.privacy.epsilonPerBuyerMicro);
      const spentMicro = await readSpent(tx, terms);
      return {
        cost: terms.jobPrice,
        epsilonMicro: plan.spec.epsilonMicro,
        remainingMicro: remainingMicro({ totalMicro, spentMicro }),
        cohortMet: members >= terms.privacy.cohortMinimum,
        keys: plan.cells.length,
        rowsPerMember: plan.spec.rowsPerMember,
        errors: expectedErrors(plan),
        available: { amountMinor: availableMinor(funds), currency: terms.jobPrice.currency },
        // In the order in which submitting refuses.
        refusal: refusalOf(() => {
          requireQuota(unfinished);
          requireFunds(terms.jobPrice, funds, tx.now);
          requireCohort(members, terms.privacy.cohortMinimum);
          debit({ totalMicro, spentMicro }, plan.spec.epsilonMicro);
        }),
      };
    });
  };
}

function refusalOf(rules: () => void): string | null {
  try {
    rules();
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
}
