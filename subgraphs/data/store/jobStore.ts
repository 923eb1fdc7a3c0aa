import type { Tx } from '../../kit/store/store.js';
import type { AggregateAnswer } from '../domain/aggregateAnswer.js';
import type { ComputeJob, ComputeKind, JobRefusal, JobState } from '../domain/job.js';
import type { GateCounts } from '../domain/gates.js';

interface ComputeJobRow {
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

const COLUMNS = `cooperative_id, id, licence_id, dataset_id, buyer_id, kind, state, spec, epsilon_micro, cost_minor,
  currency, submitted_at, finished_at, refusal, result, gates`;

export async function insertJob(tx: Tx, job: ComputeJob): Promise<void> {
  await tx.query(
    `insert into compute_job (cooperative_id, id, licence_id, dataset_id, buyer_id, kind, state, spec, epsilon_micro,
       cost_minor, currency, submitted_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [
      job.cooperativeId,
      job.id,
      job.licenceId,
      job.datasetId,
      job.buyerId,
      job.kind,
      job.state,
      JSON.stringify(job.spec),
      String(job.epsilonMicro),
      String(job.cost.amountMinor),
      job.cost.currency,
      job.submittedAt,
    ],
  );
}

/** Jobs among these ids that the transaction's scope may see, in no order. */
export async function findJobs(tx: Tx, ids: readonly string[]): Promise<ComputeJob[]> {
  const rows = await tx.query<ComputeJobRow>(`select ${COLUMNS} from compute_job where id = any($1)`, [ids]);
  return rows.map(toJob);
}

/** The job, its row locked until the transaction ends. */
export async function lockJob(tx: Tx, id: string): Promise<ComputeJob | undefined> {
  const [row] = await tx.query<ComputeJobRow>(`select ${COLUMNS} from compute_job where id = $1 for update`, [
    id,
  ]);
  return row && toJob(row);
}

export interface JobFilter {
  readonly licenceId?: string;
  readonly buyerId?: string;
}

/** Newest first; ids sort by birth, and the page begins below `before`. */
export async function listJobs(
  tx: Tx,
  filter: JobFilter,
  before: string | null,
  limit: number,
): Promise<ComputeJob[]> {
  const rows = await tx.query<ComputeJobRow>(
    `select ${COLUMNS} from compute_job
     where ($1::text is null or licence_id = $1) and ($2::text is null or buyer_id = $2) and ($3::text is null or id < $3)
     order by id desc limit $4`,
    [filter.licenceId ?? null, filter.buyerId ?? null, before, limit],
  );
  return rows.map(toJob);
}

export async function cancelJob(tx: Tx, id: string): Promise<void> {
  await tx.query(`update compute_job set state = 'CANCELLED', finished_at = $2 where id = $1`, [id, tx.now]);
}

function toJob(row: ComputeJobRow): ComputeJob {
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
