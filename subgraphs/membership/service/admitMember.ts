import type { Viewer } from '../../kit/identity/viewer.js';
import { requireStewardsDecide } from '../domain/cooperative.js';
import type { Member } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { enterMembers } from './admission.js';
import type { MembershipPorts } from './ports.js';
import { stewardOf } from './stewardship.js';

/**
 * Makes a member of an applicant.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, ADMISSION_BY_VOTE, STANDING_CONFLICT, in this order.
 */
export function admitMember({ store, issuer }: Pick<MembershipPorts, 'store' | 'issuer'>) {
  const enter = enterMembers(issuer);
  return async (viewer: Viewer, input: { member: string }): Promise<Member> => {
    const { cooperativeId, memberId, actor } = await stewardOf(store, viewer, input.member);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const cooperative = await lockCooperative(tx, cooperativeId);
      requireStewardsDecide(cooperative);
      const [member] = await enter(tx, { cooperative, memberIds: [memberId], actor });
      return member!;
    });
  };
}
