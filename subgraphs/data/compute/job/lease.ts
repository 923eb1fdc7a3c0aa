import { randomUUID } from 'node:crypto';
import type { Store } from '../../../kit/store/store.js';
import { ATTEMPTS_MAX } from '../../domain/computeJob.js';

/** A job that this worker, and no other, may run until the lease ends. */
export interface Lease {
  readonly cooperativeId: string;
  readonly jobId: string;
  /** New for each attempt, so that a worker that slept cannot act on its successor's. */
  readonly holder: string;
}

/** A worker that was killed is noticed after this long, by the machine's clock: the demo's may be moved. */
export const LEASE_MS = 30_000;
const CANDIDATES_MAX = 20;

/**
 * Takes the oldest job that waits, or whose worker has let its lease end.
 *
 * A job whose third worker died is taken once more, by a lease that is `exhausted`: only to be failed.
 */
export async function claimJob(store: Store): Promise<(Lease & { exhausted: boolean }) | null> {
  const waiting = await store.transaction({ reader: 'worker' }, (tx) =>
    tx.query<{ cooperative_id: string; id: string }>(
      `select cooperative_id, id from compute_job where finished_at is null and (${CLAIMABLE})
       order by submitted_at, id limit ${CANDIDATES_MAX}`,
    ),
  );
  for (const { cooperative_id: cooperativeId, id } of waiting) {
    const claimed = await claim(store, cooperativeId, id);
    if (claimed) return claimed;
  }
  return null;
}

const CLAIMABLE = `state = 'QUEUED' or (state = 'RUNNING' and lease_until <= clock_timestamp())`;

async function claim(store: Store, cooperativeId: string, jobId: string) {
  const holder = randomUUID();
  const [claimed] = await store.transaction({ cooperative: cooperativeId }, (tx) =>
    tx.query<{ attempts: number }>(
      `with free as (
         select cooperative_id, id from compute_job where id = $1 and (${CLAIMABLE}) for update skip locked
       ), taken as (
         update compute_job j set state = 'RUNNING', attempts = attempts + 1, lease_holder = $2,
           lease_until = clock_timestamp() + make_interval(secs => $3)
         from free where j.cooperative_id = free.cooperative_id and j.id = free.id returning j.attempts
       ) select attempts from taken`,
      [jobId, holder, LEASE_MS / 1000],
    ),
  );
  return claimed ? { cooperativeId, jobId, holder, exhausted: claimed.attempts > ATTEMPTS_MAX } : null;
}

/** Moves the end of a lease; false when it is no longer ours. */
export async function renewLease(
  store: Store,
  lease: Lease,
  milliseconds: number = LEASE_MS,
): Promise<boolean> {
  const renewed = await store.transaction({ cooperative: lease.cooperativeId }, (tx) =>
    tx.query(
      `with renewed as (
         update compute_job set lease_until = clock_timestamp() + make_interval(secs => $3)
         where id = $1 and lease_holder = $2 returning id
       ) select id from renewed`,
      [lease.jobId, lease.holder, milliseconds / 1000],
    ),
  );
  return renewed.length > 0;
}

/** Lets another attempt begin after that time. */
export async function endLease(store: Store, lease: Lease, waitMs: number): Promise<void> {
  await renewLease(store, lease, waitMs);
}
