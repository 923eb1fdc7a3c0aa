import { z } from 'zod';
import { RolesChanged } from '../../kit/contracts/entries/membership.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { grantRole as grant, revokeRole as revoke } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { ROLES } from '../domain/roles.js';
import { changeMember } from './changeMember.js';
import type { MembershipDeps } from './deps.js';
import { readInput } from './input.js';
import { stewardOf } from './stewardship.js';

const grantSchema = z.object({ member: z.string(), role: z.enum(ROLES), until: z.date().nullish() });
const revokeSchema = grantSchema.omit({ until: true });

/**
 * Gives a member a role that is a steward's to give.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, STEWARD_BY_ELECTION, STANDING_CONFLICT
 */
export async function grantRole(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof grantSchema>,
): Promise<Member> {
  const at = await stewardOf(store, viewer, given.member);
  const { role, until } = readInput(grantSchema, given);
  return store.transaction({ cooperative: at.cooperative }, (tx) => {
    if (until && until <= tx.now)
      throw COMMON.BAD_USER_INPUT.raise('The role would have ended before it began.');
    return changeMember(tx, {
      ...at,
      entry: RolesChanged,
      says: {},
      by: (member, now) => grant(member, role, now, until ?? null),
    });
  });
}

/** @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, STEWARD_BY_ELECTION, ROLE_NOT_HELD */
export async function revokeRole(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof revokeSchema>,
): Promise<Member> {
  const at = await stewardOf(store, viewer, given.member);
  const { role } = readInput(revokeSchema, given);
  return store.transaction({ cooperative: at.cooperative }, (tx) =>
    changeMember(tx, {
      ...at,
      entry: RolesChanged,
      says: {},
      by: (member, now) => revoke(member, role, now),
    }),
  );
}
