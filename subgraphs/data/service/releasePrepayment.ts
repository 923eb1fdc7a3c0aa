import { PrepaymentReleased } from '../../kit/contracts/entries/data.js';
import type { Tx } from '../../kit/store/tx.js';
import { releasableMinor } from '../domain/jobFees.js';
import { holdFunds, insertRelease } from '../store/buyerAccountStore.js';
import { lockUnfinished } from '../store/jobQueueStore.js';

/**
 * Lets go of what of a prepayment no job has reserved and none has cost. It is held from then on, so that no job takes it
 * while it is on its way back.
 */
export async function releasePrepayment(
  tx: Tx,
  cooperativeId: string,
  { withdrawal: withdrawalId, buyer: buyerId }: { withdrawal: string; buyer: string },
): Promise<void> {
  await lockUnfinished(tx, cooperativeId, buyerId);
  const amountMinor = releasableMinor(await holdFunds(tx, cooperativeId, buyerId));
  if (amountMinor > 0n) await insertRelease(tx, { cooperativeId, withdrawalId, buyerId, amountMinor });
  tx.append(PrepaymentReleased, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { withdrawal: withdrawalId, buyer: buyerId, amountMinor: String(amountMinor) },
  });
}
