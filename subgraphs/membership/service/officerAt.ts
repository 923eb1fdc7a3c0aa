import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import type { Actor } from './journalling.js';

export interface OfficerAt {
  readonly cooperativeId: string;
  readonly id: string;
  readonly officer: Standing;
  readonly actor: Actor;
}

/**
 * Where an officer acts on something that others proposed. To somebody of another co-op it looks like what is not there.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN
 */
export async function officerAt(
  store: Store,
  viewer: Viewer,
  prefix: 'sus' | 'rcv',
  given: string,
): Promise<OfficerAt> {
  const did = viewer.requireDid();
  const id = requireId(prefix, given);
  const cooperativeId = await whereaboutsOf(store, id);
  if (!(await viewer.memberIn(cooperativeId))) {
    throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
  }
  const officer = await viewer.requireMember(cooperativeId);
  const role = officer.holds('STEWARD') ? 'STEWARD' : officer.holds('AUDITOR') ? 'AUDITOR' : null;
  if (!role) throw COMMON.FORBIDDEN.raise('This takes the role STEWARD or AUDITOR.', { cooperativeId });
  // An auditor acts here as the member they are: the journal names roles that change things.
  return { cooperativeId, id, officer, actor: { role: role === 'STEWARD' ? 'STEWARD' : 'MEMBER', did } };
}
