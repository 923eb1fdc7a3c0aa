import { RecoveryEnded, RecoveryStarted } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/tx.js';
import { recoveryEnded, recoveryStarted } from '../domain/notification.js';
import { end, isUndecided, wait } from '../domain/recovery.js';
import type { Recovery, RecoveryOutcome } from '../domain/recovery.js';
import { saveRecovery, unendedRecoveries } from '../store/recoveryStore.js';
import type { Actor } from './journalling.js';
import { notifyMember } from './notify.js';

/**
 * Begins the waiting time, and tells whoever holds an old key: they have until its end to say no. Other requests about
 * the member that are undecided end here. Payouts holds the member's money meanwhile.
 */
export async function startWaiting(
  tx: Tx,
  recovery: Recovery,
  waitDays: number,
  actor: Actor,
): Promise<Recovery> {
  const { cooperativeId, memberId, id, way } = recovery;
  for (const other of await unendedRecoveries(tx, cooperativeId, memberId)) {
    if (other.id !== id && isUndecided(other, tx.now)) await endRecovery(tx, other, 'SUPERSEDED', actor);
  }
  const waiting = wait(recovery, waitDays, tx.now);
  await saveRecovery(tx, waiting);
  tx.append(RecoveryStarted, {
    cooperative: cooperativeId,
    actorRole: actor.role,
    actor: actor.did,
    subject: memberId,
    private: { recovery: id, memberId, way, completesAt: waiting.completesAt!.toISOString() },
  });
  await notifyMember(tx, cooperativeId, memberId, recoveryStarted(id, waiting.completesAt!));
  return waiting;
}

/** Ends a request; one that waited lets go of the member's money. */
export async function endRecovery(
  tx: Tx,
  recovery: Recovery,
  outcome: Exclude<RecoveryOutcome, 'COMPLETED'>,
  actor: Actor,
): Promise<Recovery> {
  const { cooperativeId, memberId, id } = recovery;
  const ended = end(recovery, outcome, tx.now);
  await saveRecovery(tx, ended);
  tx.append(RecoveryEnded, {
    cooperative: cooperativeId,
    actorRole: actor.role,
    actor: actor.did,
    subject: memberId,
    private: { recovery: id, memberId, outcome },
  });
  await notifyMember(tx, cooperativeId, memberId, recoveryEnded(id));
  return ended;
}
