import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import type { MemberId } from '../domain/member.js';
import type { Actor } from './journalling.js';

export interface Stewardship {
  readonly cooperativeId: string;
  readonly memberId: MemberId;
  readonly actor: Actor;
}

/**
 * Where a steward's action on a member takes place. To somebody who is not of that co-op a member there looks
 * like one who does not exist.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN
 */
export async function stewardOf(store: Store, viewer: Viewer, member: string): Promise<Stewardship> {
  const did = viewer.requireDid();
  const memberId = requireId('mem', member);
  const cooperativeId = await whereaboutsOf(store, memberId);
  if (!(await viewer.memberIn(cooperativeId))) {
    throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: memberId });
  }
  await viewer.requireSteward(cooperativeId);
  return { cooperativeId, memberId, actor: { role: 'STEWARD', did } };
}
