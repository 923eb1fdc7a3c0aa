import { z } from 'zod';
import { MemberRejected } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireStewardsDecide } from '../domain/cooperative.js';
import { reject } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { readCooperative } from '../store/cooperativeStore.js';
import { changeMember } from './changeMember.js';
import { readInput, reason } from './input.js';
import { stewardOf } from './stewardship.js';

const inputSchema = z.object({ member: z.string(), reason });

/**
 * Turns an application down, for a reason that the journal keeps; the applicant may apply again.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT for the id, NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for the reason,
 *   ADMISSION_BY_VOTE, STANDING_CONFLICT, in this order.
 */
export function rejectApplication(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const at = await stewardOf(store, viewer, given.member);
    const says = { reason: readInput(inputSchema, given).reason };
    return store.transaction({ cooperative: at.cooperativeId }, async (tx) => {
      requireStewardsDecide(await readCooperative(tx, at.cooperativeId));
      return changeMember(tx, { ...at, entry: MemberRejected, by: reject, says });
    });
  };
}
