import type { Member } from '../domain/member.js';
import type { Context } from './context.js';
import { toMemberType } from './member.type.js';
import type { MemberType } from './member.type.js';

/** Null for a member that does not exist and for one that this viewer may not know of. */
export async function findMember(id: string, context: Context): Promise<MemberType | null> {
  const { loader, services, viewer } = context;
  const load = loader<string, Member | null>('member', (ids) => services.members.byIds(viewer, ids));
  const found = await load.load(id);
  return found && toMemberType(found);
}
