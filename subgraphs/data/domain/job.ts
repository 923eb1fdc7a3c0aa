import type { AggregateAnswer } from './aggregateAnswer.js';
import type { GateCounts } from './gates.js';
import { COMPUTE_ERRORS } from './computeErrors.js';
import type { Money } from '../../kit/domain/money.js';

export const JOB_STATES = ['QUEUED', 'RUNNING', 'RELEASED', 'REFUSED', 'CANCELLED', 'FAILED'] as const;
export type JobState = (typeof JOB_STATES)[number];

export type ComputeKind = 'AGGREGATE';

/**
 * What may follow what. A worker that was killed leaves its job RUNNING, and another takes it up in that state.
 *
 * REFUSED: a gate stood in the way, nothing was computed, the budget is given back. FAILED: it was tried and did not
 * come to an end; since the reason may lie in the data, what it would have cost in privacy stays spent.
 */
export const NEXT = {
  QUEUED: ['RUNNING', 'CANCELLED'],
  RUNNING: ['RELEASED', 'REFUSED', 'FAILED'],
  RELEASED: [],
  REFUSED: [],
  CANCELLED: [],
  FAILED: [],
} as const satisfies Record<JobState, readonly JobState[]>;

/** A worker that dies takes its job's lease with it; the third death is blamed on the job. */
export const ATTEMPTS_MAX = 3;

/**
 * Of one buyer in one co-op. More would be a day's work of one worker, and a buyer who needs more can come back; what
 * waits is read whole to say a job's place.
 */
export const JOBS_UNFINISHED_MAX = 100;

/** @throws JOB_QUOTA_EXCEEDED when the buyer has as many unfinished jobs as it may. */
export function requireQuota(unfinished: number): void {
  if (unfinished < JOBS_UNFINISHED_MAX) return;
  throw COMPUTE_ERRORS.JOB_QUOTA_EXCEEDED.raise('Wait until one of your jobs in this co-op has ended.', {
    unfinishedMax: JOBS_UNFINISHED_MAX,
  });
}

/** Why a job was refused or failed, as its buyer is told. */
export type JobRefusal =
  | 'COHORT_TOO_SMALL'
  | 'LICENCE_NOT_ACTIVE'
  | 'JOB_SPEC_INVALID'
  | 'ROWS_LIMIT_EXCEEDED'
  | 'TIME_LIMIT_EXCEEDED'
  | 'MEMORY_LIMIT_EXCEEDED'
  | 'CONSENTS_UNSTABLE'
  | 'ATTEMPTS_EXHAUSTED';

export interface ComputeJob {
  readonly cooperativeId: string;
  readonly id: string;
  readonly licenceId: string;
  readonly datasetId: string;
  readonly buyerId: string;
  readonly kind: ComputeKind;
  readonly state: JobState;
  /** As submitted. */
  readonly spec: unknown;
  readonly epsilonMicro: bigint;
  /** Due when a result is released, and only then. */
  readonly cost: Money;
  readonly submittedAt: Date;
  readonly finishedAt: Date | null;
  readonly refusal: JobRefusal | null;
  readonly result: AggregateAnswer | null;
  /** Exact; for auditors. */
  readonly gates: GateCounts | null;
}

/** @throws JOB_NOT_CANCELLABLE: once a worker reads the data, the budget that it spends is not given back. */
export function requireCancellable(job: Pick<ComputeJob, 'state'>): void {
  const next: readonly JobState[] = NEXT[job.state];
  if (next.includes('CANCELLED')) return;
  throw COMPUTE_ERRORS.JOB_NOT_CANCELLABLE.raise('Only a queued job can be cancelled.', { state: job.state });
}
