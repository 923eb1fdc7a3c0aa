import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Member, MemberId } from '../domain/member.js';
import { requireSecond, uninvolved } from '../domain/secondPerson.js';
import { requireProposed, requireRested } from '../domain/suspension.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lastEnded, lockSuspension } from '../store/suspensionStore.js';
import { officerAt } from './officerAt.js';
import { beginSuspension, officeOf } from './suspending.js';

/**
 * Suspends a member, as the second person: another steward in office, or an auditor where there is no second steward
 * who is not involved.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, SUSPENSION_NOT_PROPOSED, SECOND_PERSON_NEEDED,
 *   SUSPENDED_RECENTLY, STANDING_CONFLICT, STEWARD_BY_ELECTION, in this order.
 */
export function confirmSuspension(store: Store) {
  return async (viewer: Viewer, given: { suspension: string }): Promise<Member> => {
    const { cooperativeId, id, officer, actor } = await officerAt(store, viewer, 'sus', given.suspension);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await lockCooperative(tx, cooperativeId);
      const suspension = await lockSuspension(tx, cooperativeId, id);
      requireProposed(suspension, tx.now);
      const second = officer.memberId as MemberId;
      const entitled = uninvolved(await officeOf(tx, cooperativeId), suspension.memberId, tx.now);
      requireSecond(second, suspension.proposedBy, entitled);
      requireRested(await lastEnded(tx, cooperativeId, suspension.memberId), tx.now);
      return beginSuspension(tx, suspension, second, actor);
    });
  };
}
