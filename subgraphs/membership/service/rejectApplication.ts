import { z } from 'zod';
import { MemberRejected } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { ERRORS } from '../domain/errors.js';
import { reject } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { readCooperative } from '../store/cooperativeStore.js';
import { changeMember } from './changeMember.js';
import type { MembershipDeps } from './deps.js';
import { readInput, reason } from './input.js';
import { stewardOf } from './stewardship.js';

const inputSchema = z.object({ member: z.string(), reason });

/**
 * Turns an application down, for a reason that the journal keeps; the applicant may apply again.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, ADMISSION_BY_VOTE, STANDING_CONFLICT
 */
export async function rejectApplication(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof inputSchema>,
): Promise<Member> {
  const at = await stewardOf(store, viewer, given.member);
  const says = { reason: readInput(inputSchema, given).reason };
  return store.transaction({ cooperative: at.cooperative }, async (tx) => {
    const { admission } = await readCooperative(tx, at.cooperative);
    if (admission.by === 'VOTE') {
      throw ERRORS.ADMISSION_BY_VOTE.raise('The members decide on this application.', {
        cooperative: at.cooperative,
      });
    }
    return changeMember(tx, { ...at, entry: MemberRejected, by: reject, says });
  });
}
