import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { newId } from '../../kit/domain/ids.js';
import type { CooperativeId, MemberId } from '../domain/member.js';
import { begin } from '../domain/suspension.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findMembers } from '../store/memberStore.js';
import { dueToReturn, insertSuspension, runningSuspension } from '../store/suspensionStore.js';
import { SERVICE } from './journalling.js';
import { endSuspension } from './suspending.js';

/**
 * Ends, in any co-op, the suspensions that have come to their term: by the clock, and by nobody's hand. Each ends in a
 * transaction of its own, so one that fails holds up no other.
 *
 * @throws AggregateError after the round, with what failed in it; the next round tries those again.
 */
export function endDueSuspensions(store: Store) {
  return async (): Promise<void> => {
    const failures: unknown[] = [];
    const due = await store.transaction({ reader: 'scheduler' }, (tx) => dueToReturn(tx, tx.now));
    for (const { cooperativeId, memberId } of due) {
      await store
        .transaction({ cooperative: cooperativeId }, (tx) => returnDue(tx, cooperativeId, memberId))
        .catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} suspensions could not be ended`);
    }
  };
}

async function returnDue(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const { powers } = await lockCooperative(tx, cooperativeId);
  const [member] = await findMembers(tx, cooperativeId, [memberId]);
  if (member?.standing !== 'SUSPENDED') return;
  const running = await runningSuspension(tx, cooperativeId, memberId);
  if (!running) return giveTerm(tx, cooperativeId, memberId, powers.suspensionDaysMax);
  if (running.endsAt && tx.now < running.endsAt) return;
  await endSuspension(tx, { cooperativeId, memberId, ending: 'TERM', actor: SERVICE });
}

/** Somebody was suspended before suspensions had an end: it runs from now, as long as the charter lets one run. */
async function giveTerm(tx: Tx, cooperativeId: string, memberId: string, days: number): Promise<void> {
  const suspension = {
    id: newId('sus'),
    cooperativeId: cooperativeId as CooperativeId,
    memberId: memberId as MemberId,
    reason: null,
    days,
    decidedBy: 'STEWARDS' as const,
    proposedBy: null,
    proposedAt: tx.now,
    lapsesAt: null,
    confirmedBy: null,
    begunAt: null,
    endsAt: null,
    endedAt: null,
    ending: null,
  };
  await insertSuspension(tx, begin(suspension, null, tx.now));
}
