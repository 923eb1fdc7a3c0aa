import pg from 'pg';
import { awaited } from '../../wallet/demo/pool.js';

/**
 * Holds a computation between reading and release, by a lock on its row as anybody else's slow transaction would.
 *
 * Waits until a worker has taken it, then until that worker has read, computed and waits for the row.
 *
 * @param databaseUrl - of the data service, as its owner.
 * @returns what lets it go on.
 */
export async function holdBeforeRelease(databaseUrl: string, job: string): Promise<() => Promise<void>> {
  const holder = new pg.Client({ connectionString: databaseUrl });
  await holder.connect();
  const taken = async (): Promise<true | undefined> => {
    await holder.query('begin');
    const { rows } = await holder.query<{ state: string }>(
      'select state from compute_job where id = $1 for update',
      [job],
    );
    if (rows[0]?.state === 'RUNNING') return true;
    await holder.query('rollback');
    if (rows[0]?.state !== 'QUEUED') throw new Error(`${job} was ${rows[0]?.state} before it could be held`);
    return undefined;
  };
  await awaited(`${job} is taken by a worker`, taken, { everyMs: 2 });
  await awaited(`the worker waits to release ${job}`, async () => {
    const { rows } = await holder.query<{ waits: boolean }>(
      `select exists (select from pg_stat_activity
         where wait_event_type = 'Lock' and pg_backend_pid() = any(pg_blocking_pids(pid))) as waits`,
    );
    return rows[0]!.waits || undefined;
  });
  return async () => {
    await holder.query('commit');
    await holder.end();
  };
}
