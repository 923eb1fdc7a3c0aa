import assert from 'node:assert/strict';
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
  throw COMPUTE_ERRORS.JOB_QUOTA_EXCEEDED.raise(
    `You have ${unfinished} unfinished jobs in this co-op, and ${JOBS_UNFINISHED_MAX} are the most.`,
    {
      unfinishedMax: JOBS_UNFINISHED_MAX,
    },
  );
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

/** One computation under a licence. */
export interface Job {
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

/**
 * The job after its buyer took it back.
 *
 * @throws JOB_NOT_CANCELLABLE: once a worker reads the data, the budget that it spends is not given back.
 */
export function cancelled(job: Job, now: Date): Job {
  if (mayFollow(job.state, 'CANCELLED')) return { ...job, state: 'CANCELLED', finishedAt: now };
  throw COMPUTE_ERRORS.JOB_NOT_CANCELLABLE.raise(
    `This job is ${job.state}; only a queued job can be cancelled.`,
    {
      state: job.state,
    },
  );
}

/** The job with its answer out. */
export function released(job: Job, result: AggregateAnswer, gates: GateCounts, now: Date): Job {
  return finished(job, { state: 'RELEASED', result, gates }, now);
}

/** How a job ends without an answer. */
export interface JobEnd {
  readonly state: 'REFUSED' | 'FAILED';
  readonly refusal: JobRefusal;
  readonly gates: GateCounts | null;
}

/** The job that ended without an answer. */
export function ended(job: Job, { state, refusal, gates }: JobEnd, now: Date): Job {
  return finished(job, { state, refusal, gates }, now);
}

/** An assertion, not a refusal: only the worker ends jobs, and it holds the job's lease. */
function finished(job: Job, end: Partial<Job> & Pick<Job, 'state'>, now: Date): Job {
  assert(mayFollow(job.state, end.state), `job ${job.id} cannot go from ${job.state} to ${end.state}`);
  return { ...job, ...end, finishedAt: now };
}

function mayFollow(from: JobState, to: JobState): boolean {
  const next: readonly JobState[] = NEXT[from];
  return next.includes(to);
}
