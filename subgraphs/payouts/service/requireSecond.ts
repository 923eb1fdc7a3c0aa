import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { hasOtherSteward } from '../store/stewardStore.js';

/**
 * The co-op's steward or auditor who asks about one of its costs. Whoever is no member there cannot tell it from one that is
 * not.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND for who is no member there, FORBIDDEN for other than those roles.
 */
export async function requireOffice(
  viewer: Viewer,
  cooperativeId: string,
  cost: string,
  roles: readonly ('STEWARD' | 'AUDITOR')[] = ['STEWARD', 'AUDITOR'],
): Promise<Standing & { role: 'STEWARD' | 'AUDITOR' }> {
  viewer.requireDid();
  const standing = await viewer.memberIn(cooperativeId);
  if (standing?.standing !== 'ADMITTED') {
    throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: cost });
  }
  const role = roles.find((one) => standing.holds(one));
  if (role) return { ...standing, role };
  throw COMMON.FORBIDDEN.raise(`This takes the role ${roles.join(' or ')} in this co-op.`, {
    cooperative: cooperativeId,
  });
}

/**
 * Requires that somebody else agrees than who asked: another steward. Where there is no other steward, an auditor.
 *
 * @param first - the member who asked; null once they were erased: then nobody is told apart from them.
 * @throws SECOND_PERSON_NEEDED, FORBIDDEN for an auditor while another steward is there.
 */
export async function requireSecond(
  tx: Tx,
  office: Standing & { role: 'STEWARD' | 'AUDITOR' },
  first: string | null,
): Promise<void> {
  const { cooperativeId, memberId, role } = office;
  // Who asked and was erased since may be who agrees now: nobody can tell.
  if (first === null || memberId === first) {
    throw ERRORS.SECOND_PERSON_NEEDED.raise('Somebody else has to agree to what you asked for.');
  }
  if (role === 'STEWARD' || !(await hasOtherSteward(tx, cooperativeId, first))) return;
  throw COMMON.FORBIDDEN.raise('Another steward of this co-op agrees, as long as there is one.', {
    cooperative: cooperativeId,
    role: 'STEWARD',
  });
}
