import assert from 'node:assert/strict';
import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import { planAggregate, type AggregatePlan } from '../domain/aggregatePlan.js';
import { COMPUTE_ERRORS } from '../domain/computeErrors.js';
import type { Column } from '../domain/dataset.js';
import { passGates } from '../domain/gates.js';
import { resolveJobSpec } from '../domain/jobSpec.js';
import { readEligible } from '../store/eligibleStore.js';
import { readJobTerms, type JobTerms } from '../store/jobTermsStore.js';

/** Which computation is asked for. */
export interface JobRequest {
  readonly licenceId: string;
  readonly spec: unknown;
}

/** A request that may run: its licence is active and its specification fits. */
export interface PlannedJob {
  readonly terms: JobTerms;
  readonly plan: AggregatePlan;
}

/**
 * Fits a request to the licence that it names, in a transaction of the licence's co-op.
 *
 * @throws NOT_FOUND for another buyer's licence as for one that is not, LICENCE_NOT_ACTIVE, JOB_SPEC_INVALID.
 */
export async function planJob(tx: Tx, buyerId: string, { licenceId, spec }: JobRequest): Promise<PlannedJob> {
  const terms = await readJobTerms(tx, licenceId);
  if (terms?.buyerId !== buyerId) {
    throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: licenceId });
  }
  if (!terms.active) {
    throw COMPUTE_ERRORS.LICENCE_NOT_ACTIVE.raise(
      terms.state === 'FINALIZED'
        ? 'The term of this licence is over, or its payment went back.'
        : `This licence is ${terms.state}; a job needs one that is FINALIZED.`,
      {
        state: terms.state,
      },
    );
  }
  assert(terms.privacy, `${terms.cooperativeId} has licences and no charter`);
  return { terms, plan: planAggregate(resolveJobSpec(spec, terms.dataset)) };
}

/** How many members' records all three gates would let through now. */
export async function cohortOf(tx: Tx, { terms, plan }: PlannedJob): Promise<number> {
  const categories = categoriesRead(plan, terms.dataset.columns);
  return passGates(await readEligible(tx, terms.datasetId), terms, { ...terms, categories }).admitted.length;
}

/** @throws COHORT_TOO_SMALL, without saying how small */
export function requireCohort(members: number, cohortMinimum: number): void {
  if (members >= cohortMinimum) return;
  throw COMPUTE_ERRORS.COHORT_TOO_SMALL.raise('Too few members have consented to this use.', {
    cohortMinimum,
  });
}

/** Sensitivities of the columns that a job reads: what a consent names as its categories. */
export function categoriesRead(plan: AggregatePlan, columns: readonly Column[]): string[] {
  const read = new Set(plan.columns.map(({ name }) => name));
  return [...new Set(columns.filter(({ name }) => read.has(name)).map(({ sensitivity }) => sensitivity))];
}
