import { z } from 'zod';
import { MemberSuspended } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { suspend } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { changeMember } from './changeMember.js';
import { readInput, reason } from './input.js';
import { stewardOf } from './stewardship.js';

const inputSchema = z.object({ member: z.string(), reason });

/**
 * Suspends a member, for a reason that the journal keeps.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT for the id, NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for the reason,
 *   STANDING_CONFLICT, STEWARD_BY_ELECTION, in this order.
 */
export function suspendMember(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const at = await stewardOf(store, viewer, given.member);
    const says = { reason: readInput(inputSchema, given).reason };
    return store.transaction({ cooperative: at.cooperativeId }, (tx) =>
      changeMember(tx, { ...at, entry: MemberSuspended, by: suspend, says }),
    );
  };
}
