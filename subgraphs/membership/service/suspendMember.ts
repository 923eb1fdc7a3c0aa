import { z } from 'zod';
import { MemberReinstated, MemberSuspended } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { reinstate, suspend } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { changeMember } from './changeMember.js';
import type { MembershipDeps } from './deps.js';
import { readInput, reason } from './input.js';
import { stewardOf } from './stewardship.js';

const inputSchema = z.object({ member: z.string(), reason });

/**
 * Suspends a member, for a reason that the journal keeps.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, STANDING_CONFLICT, STEWARD_BY_ELECTION
 */
export async function suspendMember(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof inputSchema>,
): Promise<Member> {
  const at = await stewardOf(store, viewer, given.member);
  const says = { reason: readInput(inputSchema, given).reason };
  return store.transaction({ cooperative: at.cooperative }, (tx) =>
    changeMember(tx, { ...at, entry: MemberSuspended, by: suspend, says }),
  );
}

/** @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, STANDING_CONFLICT */
export async function reinstateMember(
  { store }: MembershipDeps,
  viewer: Viewer,
  input: { member: string },
): Promise<Member> {
  const at = await stewardOf(store, viewer, input.member);
  return store.transaction({ cooperative: at.cooperative }, (tx) =>
    changeMember(tx, { ...at, entry: MemberReinstated, by: reinstate, says: {} }),
  );
}
