import { randomUUID } from 'node:crypto';
import type { Store } from '../../../kit/store/store.js';
import { ATTEMPTS_MAX } from '../../domain/job.js';
import { fairOrder, type Turn } from '../../domain/fairOrder.js';
import { readTurns, readWaiting, writeTurn } from '../../store/jobQueueStore.js';
import { moveLease, takeLease } from '../../store/leaseStore.js';

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
 * Takes the next job in the fair order of those that wait, or whose worker has let its lease end.
 *
 * A job whose third worker died is taken once more, by a lease that is `exhausted`: only to be failed.
 */
export async function claimJob(store: Store): Promise<(Lease & { exhausted: boolean }) | null> {
  // Another worker may be quicker, so there are more candidates than one.
  for (const turn of await candidates(store)) {
    const claimed = await claim(store, turn);
    if (claimed) return claimed;
  }
  return null;
}

function candidates(store: Store): Promise<Turn[]> {
  return store.transaction({ reader: 'worker' }, async (tx) => {
    const lines = await readWaiting(tx, CANDIDATES_MAX);
    if (lines.length === 0) return [];
    const turns: Turn[] = [];
    for (const turn of fairOrder(lines, await readTurns(tx, lines))) {
      turns.push(turn);
      if (turns.length === CANDIDATES_MAX) break;
    }
    return turns;
  });
}

async function claim(store: Store, { cooperativeId, buyerId, jobId }: Turn) {
  const holder = randomUUID();
  const attempts = await store.transaction({ cooperative: cooperativeId }, async (tx) => {
    const taken = await takeLease(tx, jobId, holder, LEASE_MS);
    if (taken !== null) await writeTurn(tx, cooperativeId, buyerId);
    return taken;
  });
  return attempts === null ? null : { cooperativeId, jobId, holder, exhausted: attempts > ATTEMPTS_MAX };
}

/** Moves the end of a lease; false when it is no longer ours. */
export function renewLease(
  store: Store,
  { cooperativeId, jobId, holder }: Lease,
  leaseMs: number = LEASE_MS,
): Promise<boolean> {
  return store.transaction({ cooperative: cooperativeId }, (tx) => moveLease(tx, jobId, holder, leaseMs));
}

/** Lets another attempt begin after that time. */
export async function endLease(store: Store, lease: Lease, waitMs: number): Promise<void> {
  await renewLease(store, lease, waitMs);
}
