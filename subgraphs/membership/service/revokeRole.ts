import { z } from 'zod';
import { RolesChanged } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { revokeRole as revoke } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { ROLES } from '../domain/roles.js';
import { changeMember } from './changeMember.js';
import { readInput } from './input.js';
import { stewardOf } from './stewardship.js';

const inputSchema = z.object({ member: z.string(), role: z.enum(ROLES) });

/**
 * Takes a role that is a steward's to take.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT for the id, NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for the role,
 *   STEWARD_BY_ELECTION, ROLE_NOT_HELD, in this order.
 */
export function revokeRole(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const at = await stewardOf(store, viewer, given.member);
    const { role } = readInput(inputSchema, given);
    return store.transaction({ cooperative: at.cooperativeId }, (tx) =>
      changeMember(tx, {
        ...at,
        entry: RolesChanged,
        says: {},
        by: (member, now) => revoke(member, role, now),
      }),
    );
  };
}
