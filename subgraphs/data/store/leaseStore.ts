import type { Tx } from '../../kit/store/tx.js';
import { CLAIMABLE } from './jobQueueStore.js';

/** Leases a job that is free, unless another worker is at it; gives how many times it has been leased, or null. */
export async function takeLease(
  tx: Tx,
  jobId: string,
  holder: string,
  leaseMs: number,
): Promise<number | null> {
  const [taken] = await tx.query<{ attempts: number }>(
    `with free as (
       select cooperative_id, id from compute_job where id = $1 and ${CLAIMABLE} for update skip locked
     ), taken as (
       update compute_job j set state = 'RUNNING', attempts = attempts + 1, lease_holder = $2,
         lease_until = clock_timestamp() + make_interval(secs => $3)
       from free where j.cooperative_id = free.cooperative_id and j.id = free.id returning j.attempts
     ) select attempts from taken`,
    [jobId, holder, leaseMs / 1000],
  );
  return taken?.attempts ?? null;
}

/** Moves the end of a lease to that long from now; false when it has gone to another. */
export async function moveLease(tx: Tx, jobId: string, holder: string, leaseMs: number): Promise<boolean> {
  const renewed = await tx.query(
    `with renewed as (
       update compute_job set lease_until = clock_timestamp() + make_interval(secs => $3)
       where id = $1 and lease_holder = $2 returning id
     ) select id from renewed`,
    [jobId, holder, leaseMs / 1000],
  );
  return renewed.length > 0;
}
