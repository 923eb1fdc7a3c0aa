import { MemberExiting } from '../../kit/contracts/entries/membership.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { leave } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { changeMember } from './changeMember.js';

/**
 * Leaves a co-op. The membership is EXITING until the other services have let go: votes and delegations ended,
 * data withdrawn, the balance paid or held as the charter says.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, STANDING_CONFLICT, in this order.
 */
export function exitCooperative(store: Store) {
  return async (viewer: Viewer, input: { cooperative: string }): Promise<Member> => {
    const did = viewer.requireDid();
    const cooperativeId = requireId('coop', input.cooperative);
    const standing = await viewer.memberIn(cooperativeId);
    if (!standing) {
      throw COMMON.FORBIDDEN.raise('You are no member of this co-op.', { cooperative: cooperativeId });
    }
    const { memberId } = standing;
    return store.transaction({ cooperative: cooperativeId }, (tx) =>
      changeMember(tx, {
        cooperativeId,
        memberId,
        entry: MemberExiting,
        actor: { role: 'MEMBER', did },
        by: leave,
        says: { memberId },
      }),
    );
  };
}
