import type { Standing } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { heldUntil } from '../store/recoveryHoldStore.js';

/**
 * While it is open whose the membership's keys are, nothing is paid out and no destination is named or forgotten: neither
 * by who holds an old key nor by who asks for a new one.
 *
 * @throws RECOVERY_UNDER_WAY
 */
export async function requireNoRecovery(
  tx: Tx,
  { cooperativeId, memberId }: Pick<Standing, 'cooperativeId' | 'memberId'>,
): Promise<void> {
  const until = await heldUntil(tx, cooperativeId, memberId);
  if (!until) return;
  throw ERRORS.RECOVERY_UNDER_WAY.raise('The keys of this membership are being recovered.', {
    until: until.toISOString(),
  });
}
