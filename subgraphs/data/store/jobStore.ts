import type { Tx } from '../../kit/store/tx.js';
import type { Job } from '../domain/job.js';
import { JOB_COLUMNS, toJob } from './jobRow.js';
import type { JobRow } from './jobRow.js';

export async function insertJob(tx: Tx, job: Job): Promise<void> {
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
  await tx.register(job.id, job.cooperativeId);
}

/** Jobs among these ids that the transaction's scope may see, in no order. */
export async function jobsById(tx: Tx, ids: readonly string[]): Promise<Job[]> {
  const rows = await tx.query<JobRow>(`select ${JOB_COLUMNS} from compute_job where id = any($1)`, [ids]);
  return rows.map(toJob);
}

/** The job, its row locked until the transaction ends. */
export async function holdJob(tx: Tx, id: string): Promise<Job | null> {
  const [row] = await tx.query<JobRow>(`select ${JOB_COLUMNS} from compute_job where id = $1 for update`, [
    id,
  ]);
  return row ? toJob(row) : null;
}

/** The same for a worker; null when its lease has gone to another. */
export async function holdLeasedJob(tx: Tx, id: string, holder: string): Promise<Job | null> {
  const [row] = await tx.query<JobRow>(
    `select ${JOB_COLUMNS} from compute_job where id = $1 and lease_holder = $2 for update`,
    [id, holder],
  );
  return row ? toJob(row) : null;
}

/** Newest first; ids sort by birth. @param before - an id; only older ones. */
export async function jobsOf(
  tx: Tx,
  of: { readonly licenceId?: string; readonly buyerId?: string },
  before: string | null,
  limit: number,
): Promise<Job[]> {
  const rows = await tx.query<JobRow>(
    `select ${JOB_COLUMNS} from compute_job
     where ($1::text is null or licence_id = $1) and ($2::text is null or buyer_id = $2) and ($3::text is null or id < $3)
     order by id desc limit $4`,
    [of.licenceId ?? null, of.buyerId ?? null, before, limit],
  );
  return rows.map(toJob);
}

/** Writes that a job was taken back, before any worker had it. */
export async function saveCancelled(tx: Tx, { id, state, finishedAt }: Job): Promise<void> {
  await tx.query('update compute_job set state = $2, finished_at = $3 where id = $1', [
    id,
    state,
    finishedAt,
  ]);
}

/** Writes how a job ended, and ends its lease: the worker's statement. */
export async function saveEnd(tx: Tx, { id, state, finishedAt, refusal, result, gates }: Job): Promise<void> {
  await tx.query(
    `update compute_job set state = $2, finished_at = $3, lease_holder = null, lease_until = null, refusal = $4,
       result = $5, gates = $6 where id = $1`,
    [id, state, finishedAt, refusal, result && JSON.stringify(result), gates && JSON.stringify(gates)],
  );
}
