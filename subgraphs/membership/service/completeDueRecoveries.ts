import { KeysRecovered } from '../../kit/contracts/entries/membership.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Authenticator } from '../domain/authenticators.js';
import type { Member } from '../domain/member.js';
import { recoveryCompleted } from '../domain/notification.js';
import { end } from '../domain/recovery.js';
import type { Recovery } from '../domain/recovery.js';
import { insertAuthenticator, lockAuthenticators, saveRevocation } from '../store/authenticatorStore.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findMembers } from '../store/memberStore.js';
import { dueRecoveries, lockRecovery, saveRecovery } from '../store/recoveryStore.js';
import { endSessions } from './endSessions.js';
import { SERVICE, journalMember } from './journalling.js';
import { notifyMember } from './notify.js';
import { endRecovery } from './recovering.js';

/**
 * Gives the new key, in any co-op, to those whose waiting time is over: by the clock. Each in a transaction of its own,
 * so one that fails holds up no other.
 *
 * @throws AggregateError after the round, with what failed in it; the next round tries those again.
 */
export function completeDueRecoveries(store: Store) {
  return async (): Promise<void> => {
    const failures: unknown[] = [];
    const due = await store.transaction({ reader: 'scheduler' }, (tx) => dueRecoveries(tx, tx.now));
    for (const { cooperativeId, id } of due) {
      await store
        .transaction({ cooperative: cooperativeId }, (tx) => complete(tx, cooperativeId, id))
        .catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) {
      throw new AggregateError(failures, `${failures.length} recoveries could not be completed`);
    }
  };
}

async function complete(tx: Tx, cooperativeId: string, id: string): Promise<void> {
  await lockCooperative(tx, cooperativeId);
  const recovery = await lockRecovery(tx, cooperativeId, id);
  if (recovery.endedAt || !recovery.completesAt || tx.now < recovery.completesAt) return;
  const [member] = await findMembers(tx, cooperativeId, [recovery.memberId]);
  const known = member ? await lockAuthenticators(tx, member.did) : [];
  // Whoever has made the new key theirs meanwhile has lost nothing.
  const isKnown = known.some(({ key }) => key === recovery.key);
  if (!member || isKnown) {
    await endRecovery(tx, recovery, 'FAILED', SERVICE);
    return;
  }
  await exchange(tx, member, known, recovery);
}

/** The new key takes the place of all others, and the sessions that those began end. What the member is stays. */
async function exchange(
  tx: Tx,
  member: Member,
  known: readonly Authenticator[],
  recovery: Recovery,
): Promise<void> {
  const { cooperativeId, id: memberId, did } = member;
  const { id, key } = recovery;
  await insertAuthenticator(tx, cooperativeId, did, key);
  for (const old of known.filter(({ revokedAt }) => revokedAt === null)) {
    await saveRevocation(tx, cooperativeId, old.id);
    await endSessions(tx, { did, key: old.key }, 'AUTHENTICATOR_REVOKED', new Date());
  }
  await saveRecovery(tx, end(recovery, 'COMPLETED', tx.now));
  journalMember(tx, KeysRecovered, { ...member, keys: [key] }, SERVICE, { recovery: id, memberId });
  await notifyMember(tx, cooperativeId, memberId, recoveryCompleted(id));
}
