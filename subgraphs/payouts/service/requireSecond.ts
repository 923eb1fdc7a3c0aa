import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { hasOtherSteward } from '../store/stewardStore.js';

/** @throws UNAUTHENTICATED, FORBIDDEN for other than stewards and auditors. */
export async function requireOffice(
  viewer: Viewer,
  cooperativeId: string,
): Promise<Standing & { role: 'STEWARD' | 'AUDITOR' }> {
  const standing = await viewer.requireMember(cooperativeId);
  const role = (['STEWARD', 'AUDITOR'] as const).find((one) => standing.holds(one));
  if (role) return { ...standing, role };
  throw COMMON.FORBIDDEN.raise('This takes the role STEWARD or AUDITOR in this co-op.', {
    cooperative: cooperativeId,
  });
}

/**
 * Requires that somebody else agrees than who asked: another steward. Where there is no other steward, an auditor.
 *
 * @param first - the member who asked; null once they were erased.
 * @throws SECOND_PERSON_NEEDED, FORBIDDEN for an auditor while another steward is there.
 */
export async function requireSecond(
  tx: Tx,
  office: Standing & { role: 'STEWARD' | 'AUDITOR' },
  first: string | null,
): Promise<void> {
  const { cooperativeId, memberId, role } = office;
  if (memberId === first) {
    throw ERRORS.SECOND_PERSON_NEEDED.raise('Somebody else has to agree to what you asked for.');
  }
  if (role === 'STEWARD' || !(await hasOtherSteward(tx, cooperativeId, first))) return;
  throw COMMON.FORBIDDEN.raise('Another steward of this co-op agrees, as long as there is one.', {
    cooperative: cooperativeId,
    role: 'STEWARD',
  });
}
