import { MemberReinstated } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { reinstate } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { changeMember } from './changeMember.js';
import { stewardOf } from './stewardship.js';

/**
 * Ends a suspension.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, STANDING_CONFLICT, in this order.
 */
export function reinstateMember(store: Store) {
  return async (viewer: Viewer, input: { member: string }): Promise<Member> => {
    const at = await stewardOf(store, viewer, input.member);
    return store.transaction({ cooperative: at.cooperativeId }, (tx) =>
      changeMember(tx, { ...at, entry: MemberReinstated, by: reinstate, says: {} }),
    );
  };
}
