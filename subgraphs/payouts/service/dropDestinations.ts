import { PayoutDestinationRemoved } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { cooperativesNamedIn, deleteUnusable } from '../store/destinationStore.js';

/**
 * Drops the destinations that sessions named which their holder disowns, while they cool off. What has cooled off stays:
 * the member has heard of it, and removes it if it is not theirs.
 */
export async function dropDestinations(tx: Tx, sessionIds: readonly string[]): Promise<void> {
  if (sessionIds.length === 0) return;
  await tx.enter({ reader: 'sessions' });
  for (const cooperativeId of await cooperativesNamedIn(tx, sessionIds)) {
    await tx.enter({ cooperative: cooperativeId });
    for (const memberId of await deleteUnusable(tx, cooperativeId, sessionIds)) {
      tx.append(PayoutDestinationRemoved, {
        cooperative: cooperativeId,
        actorRole: 'SERVICE',
        subject: memberId,
        private: { memberId, by: 'SESSION_END' },
      });
    }
  }
}
