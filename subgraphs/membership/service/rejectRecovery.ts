import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireState, requireUnconfirmed } from '../domain/recovery.js';
import type { Recovery } from '../domain/recovery.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockRecovery } from '../store/recoveryStore.js';
import { officerAt } from './officerAt.js';
import { endRecovery } from './recovering.js';

/**
 * Turns down a request that waits to be confirmed. One that was confirmed, or that an attestation speaks for, is not an
 * officer's to end.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, RECOVERY_STATE_CONFLICT, in this order.
 */
export function rejectRecovery(store: Store) {
  return async (viewer: Viewer, given: { recovery: string }): Promise<Recovery> => {
    const { cooperativeId, id, actor } = await officerAt(store, viewer, 'rcv', given.recovery);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await lockCooperative(tx, cooperativeId);
      const recovery = await lockRecovery(tx, cooperativeId, id);
      requireState(recovery, ['REQUESTED'], tx.now);
      requireUnconfirmed(recovery);
      return endRecovery(tx, recovery, 'REJECTED', actor);
    });
  };
}
