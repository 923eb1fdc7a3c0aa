import { z } from 'zod';
import { DisplayNameSet } from '../../kit/contracts/entries/membership.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Member } from '../domain/member.js';
import { changeMember } from './changeMember.js';
import type { MembershipDeps } from './deps.js';
import { displayName, idOf, readInput } from './input.js';

const inputSchema = z.object({ cooperative: idOf('coop'), displayName, shared: z.boolean() });

/**
 * Says by which name a member wants to be called, and whether others than stewards and auditors may know it.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, FORBIDDEN
 */
export async function setDisplayName(
  { store }: MembershipDeps,
  viewer: Viewer,
  given: z.input<typeof inputSchema>,
): Promise<Member> {
  const did = viewer.requireDid();
  const input = readInput(inputSchema, given);
  const standing = await viewer.memberIn(input.cooperative);
  if (!standing)
    throw COMMON.FORBIDDEN.raise('You are no member of this co-op.', { cooperative: input.cooperative });
  return store.transaction({ cooperative: input.cooperative }, (tx) =>
    changeMember(tx, {
      cooperative: input.cooperative,
      memberId: standing.memberId,
      entry: DisplayNameSet,
      actor: { role: 'MEMBER', did },
      by: (member) => ({
        ...member,
        displayName: input.displayName ?? null,
        displayNameShared: input.shared,
      }),
      says: { displayName: input.displayName ?? null, shared: input.shared },
    }),
  );
}
