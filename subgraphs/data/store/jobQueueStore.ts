import type { Tx } from '../../kit/store/tx.js';
import type { LastTurns, WaitingLine } from '../domain/fairOrder.js';

/** What waits for a worker: QUEUED, or its worker has let its lease end. The machine's clock: the demo's may be moved. */
export const CLAIMABLE = `(state = 'QUEUED' or (state = 'RUNNING' and lease_until <= clock_timestamp()))`;

/** The oldest jobs that wait in all co-ops, by buyer, in a transaction of the worker's reader. */
export async function readWaiting(tx: Tx, perLineMax: number): Promise<WaitingLine[]> {
  const rows = await tx.query<{ cooperative_id: string; buyer_id: string; ids: [string, ...string[]] }>(
    `select cooperative_id, buyer_id, array_agg(id order by submitted_at, id) as ids
     from (select cooperative_id, buyer_id, id, submitted_at,
             row_number() over (partition by cooperative_id, buyer_id order by submitted_at, id) as place
           from compute_job where finished_at is null and ${CLAIMABLE}) as waiting
     where place <= $1 group by cooperative_id, buyer_id`,
    [perLineMax],
  );
  return rows.map((row) => ({
    cooperativeId: row.cooperative_id,
    buyerId: row.buyer_id,
    jobIds: row.ids,
  }));
}

/** When a job of each of these co-ops and buyers was last taken, in seconds of the machine's clock. */
export async function readTurns(tx: Tx, lines: readonly WaitingLine[]): Promise<LastTurns> {
  const [cooperatives, buyers] = [
    await tx.query<TurnRow>(
      `select cooperative_id as id, ${LATEST} where cooperative_id = any($1) group by 1`,
      [lines.map(({ cooperativeId }) => cooperativeId)],
    ),
    await tx.query<TurnRow>(`select buyer_id as id, ${LATEST} where buyer_id = any($1) group by 1`, [
      lines.map(({ buyerId }) => buyerId),
    ]),
  ];
  return { cooperatives: byId(cooperatives), buyers: byId(buyers) };
}

/** In a transaction of the co-op, which takes one of the buyer's jobs. */
export async function writeTurn(tx: Tx, cooperativeId: string, buyerId: string): Promise<void> {
  await tx.query(
    `insert into compute_turn (cooperative_id, buyer_id, taken_at) values ($1, $2, clock_timestamp())
     on conflict (cooperative_id, buyer_id) do update set taken_at = excluded.taken_at`,
    [cooperativeId, buyerId],
  );
}

/** How many jobs of the buyer are not finished in the transaction's co-op, while no other is submitted there. */
export async function lockUnfinished(tx: Tx, cooperativeId: string, buyerId: string): Promise<number> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [
    `compute jobs of ${buyerId} in ${cooperativeId}`,
  ]);
  return countUnfinished(tx, cooperativeId, buyerId);
}

/** The same without a lock, for showing. */
export async function countUnfinished(tx: Tx, cooperativeId: string, buyerId: string): Promise<number> {
  const [row] = await tx.query<{ unfinished: number }>(
    `select count(*)::int as unfinished from compute_job
     where cooperative_id = $1 and buyer_id = $2 and finished_at is null`,
    [cooperativeId, buyerId],
  );
  return row!.unfinished;
}

interface TurnRow {
  id: string;
  at: number;
}

const LATEST = 'extract(epoch from max(taken_at))::float8 as at from compute_turn';

function byId(rows: readonly TurnRow[]): Map<string, number> {
  return new Map(rows.map(({ id, at }) => [id, at]));
}
