import { PayoutDestinationRemoved } from '../../kit/contracts/entries/payouts.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { deleteDestination, lockDestination } from '../store/destinationStore.js';
import { requireNoRecovery } from './holdMoney.js';
import type { PayoutsPorts } from './ports.js';
import { requireHolder } from './requireHolder.js';

export interface RemovePayoutDestination {
  cooperative: string;
  digest: string;
  idempotencyKey: string;
}

/**
 * Forgets a destination of the viewer's payouts, whether or not it has cooled off: named again, it cools off anew. The
 * member is told, as of one that is named.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, RECOVERY_UNDER_WAY, NOT_FOUND, in this order.
 */
export function removePayoutDestination({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: RemovePayoutDestination): Promise<Standing> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const holder = await requireHolder(viewer, cooperativeId);
    const { digest, idempotencyKey: key } = input;
    if (!/^[0-9a-f]{64}$/.test(digest)) {
      throw COMMON.BAD_USER_INPUT.raise('A digest is 64 lowercase hex digits.', { field: 'digest' });
    }
    const operation = {
      actor: holder.did,
      operation: 'removePayoutDestination',
      key,
      input: { cooperative: cooperativeId, digest },
    };
    await store.transaction({ cooperative: cooperativeId }, (tx) =>
      idempotent(tx, operation, () => remove(tx, holder, digest)),
    );
    return holder;
  };
}

async function remove(tx: Tx, { cooperativeId, memberId, did }: Standing, digest: string): Promise<string> {
  await requireNoRecovery(tx, { cooperativeId, memberId });
  // A payout that is being made to it is made before it is gone, or not at all.
  if (!(await lockDestination(tx, cooperativeId, memberId, digest))) {
    throw COMMON.NOT_FOUND.raise('You have named no such destination.', { digest });
  }
  await deleteDestination(tx, cooperativeId, memberId, digest);
  tx.append(PayoutDestinationRemoved, {
    cooperative: cooperativeId,
    actorRole: 'MEMBER',
    actor: did,
    subject: memberId,
    private: { memberId, by: 'MEMBER' },
  });
  return digest;
}
