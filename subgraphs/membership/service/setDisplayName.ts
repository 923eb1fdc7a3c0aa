import { z } from 'zod';
import { DisplayNameSet } from '../../kit/contracts/entries/membership.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { rename } from '../domain/member.js';
import type { Member } from '../domain/member.js';
import { changeMember } from './changeMember.js';
import { displayName, idOf, readInput } from './input.js';

const inputSchema = z.object({ cooperative: idOf('coop'), displayName, shared: z.boolean() });

/**
 * Says by which name a member wants to be called, and whether others than stewards and auditors may know it.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN, in this order.
 */
export function setDisplayName(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Member> => {
    const did = viewer.requireDid();
    const { cooperative: cooperativeId, displayName, shared } = readInput(inputSchema, given);
    const standing = await viewer.memberIn(cooperativeId);
    if (!standing) {
      throw COMMON.FORBIDDEN.raise('You are no member of this co-op.', { cooperative: cooperativeId });
    }
    const name = displayName ?? null;
    return store.transaction({ cooperative: cooperativeId }, (tx) =>
      changeMember(tx, {
        cooperativeId,
        memberId: standing.memberId,
        entry: DisplayNameSet,
        actor: { role: 'MEMBER', did },
        by: (member) => rename(member, name, shared),
        says: { displayName: name, shared },
      }),
    );
  };
}
