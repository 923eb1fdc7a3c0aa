import { z } from 'zod';
import { RolesChanged } from '../../kit/contracts/entries/membership.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { grantRole as grant } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { ROLES } from '../domain/roles.js';
import { changeMember } from './changeMember.js';
import { readInput } from './input.js';
import { stewardOf } from './stewardship.js';

const inputSchema = z.object({ member: z.string(), role: z.enum(ROLES), until: z.date().nullish() });

/**
 * Gives a member a role that is a steward's to give.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT for the id, NOT_FOUND, FORBIDDEN, BAD_USER_INPUT for the role and its end,
 *   STEWARD_BY_ELECTION, STANDING_CONFLICT, in this order.
 */
export function grantRole(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const at = await stewardOf(store, viewer, given.member);
    const { role, until } = readInput(inputSchema, given);
    return store.transaction({ cooperative: at.cooperativeId }, (tx) => {
      if (until && until <= tx.now)
        throw COMMON.BAD_USER_INPUT.raise('The role would have ended before it began.');
      return changeMember(tx, {
        ...at,
        entry: RolesChanged,
        says: {},
        by: (member, now) => grant(member, role, now, until ?? null),
      });
    });
  };
}
