import { RecoveryConfirmed } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { MemberId } from '../domain/member.js';
import { requireState } from '../domain/recovery.js';
import type { Recovery } from '../domain/recovery.js';
import { requireEntitled, requireSecond, uninvolved } from '../domain/secondPerson.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockRecovery, saveRecovery } from '../store/recoveryStore.js';
import { officerAt } from './officerAt.js';
import { startWaiting } from './recovering.js';
import { officeOf } from './suspending.js';

/**
 * Says, as one of two who hold an office, that the new key is the member's. The second begins the waiting time.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, RECOVERY_STATE_CONFLICT, SECOND_PERSON_NEEDED, in this
 *   order.
 */
export function confirmRecovery(store: Store) {
  return async (viewer: Viewer, given: { recovery: string }): Promise<Recovery> => {
    const { cooperativeId, id, officer, actor } = await officerAt(store, viewer, 'rcv', given.recovery);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const { powers } = await lockCooperative(tx, cooperativeId);
      const recovery = await lockRecovery(tx, cooperativeId, id);
      requireState(recovery, ['REQUESTED'], tx.now);
      const own = officer.memberId as MemberId;
      const { memberId, firstBy } = recovery;
      const entitled = uninvolved(await officeOf(tx, cooperativeId), memberId, tx.now);
      requireEntitled(own, entitled);
      if (firstBy !== null && entitled.includes(firstBy)) {
        requireSecond(own, firstBy, entitled);
        return startWaiting(tx, { ...recovery, secondBy: own }, powers.recoveryWaitDays, actor);
      }
      const confirmed = { ...recovery, firstBy: own };
      await saveRecovery(tx, confirmed);
      tx.append(RecoveryConfirmed, {
        cooperative: cooperativeId,
        actorRole: actor.role,
        actor: actor.did,
        subject: memberId,
        private: { recovery: recovery.id, memberId },
      });
      return confirmed;
    });
  };
}
