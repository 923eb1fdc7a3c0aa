import type { AggregateAnswer } from '../domain/aggregateAnswer.js';
import type { GateCounts } from '../domain/gates.js';
import type { ComputeKind, Job, JobRefusal, JobState } from '../domain/job.js';

/** A job as SQL gives it. */
export interface JobRow {
  cooperative_id: string;
  id: string;
  licence_id: string;
  dataset_id: string;
  buyer_id: string;
  kind: ComputeKind;
  state: JobState;
  spec: unknown;
  epsilon_micro: string;
  cost_minor: string;
  currency: string;
  submitted_at: Date;
  finished_at: Date | null;
  refusal: JobRefusal | null;
  result: AggregateAnswer | null;
  gates: GateCounts | null;
}

export const JOB_COLUMNS = `cooperative_id, id, licence_id, dataset_id, buyer_id, kind, state, spec, epsilon_micro,
  cost_minor, currency, submitted_at, finished_at, refusal, result, gates`;

export function toJob(row: JobRow): Job {
  return {
    cooperativeId: row.cooperative_id,
    id: row.id,
    licenceId: row.licence_id,
    datasetId: row.dataset_id,
    buyerId: row.buyer_id,
    kind: row.kind,
    state: row.state,
    spec: row.spec,
    epsilonMicro: BigInt(row.epsilon_micro),
    cost: { amountMinor: BigInt(row.cost_minor), currency: row.currency },
    submittedAt: row.submitted_at,
    finishedAt: row.finished_at,
    refusal: row.refusal,
    result: row.result,
    gates: row.gates,
  };
}
