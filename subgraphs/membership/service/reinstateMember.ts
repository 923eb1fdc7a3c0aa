import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Member } from '../domain/member.js';
import { requireStewardsEnd } from '../domain/suspension.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { runningSuspension } from '../store/suspensionStore.js';
import { stewardOf } from './stewardship.js';
import { endSuspension } from './suspending.js';

/**
 * Ends a suspension that stewards decided on, before its term: giving rights back takes one steward.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, SUSPENDED_BY_VOTE, STANDING_CONFLICT, in this order.
 */
export function reinstateMember(store: Store) {
  return async (viewer: Viewer, input: { member: string }): Promise<Member> => {
    const at = await stewardOf(store, viewer, input.member);
    return store.transaction({ cooperative: at.cooperativeId }, async (tx) => {
      await lockCooperative(tx, at.cooperativeId);
      const running = await runningSuspension(tx, at.cooperativeId, at.memberId);
      if (running) requireStewardsEnd(running);
      return endSuspension(tx, { ...at, ending: 'STEWARD' });
    });
  };
}
