import { UnclaimedForfeited } from '../../kit/contracts/entries/payouts.js';
import { unclaimedForfeited } from '../domain/memberPostings.js';
import { post } from '../store/ledger.js';
import { endUnclaimed, overdueUnclaimed, takeUnclaimed } from '../store/unclaimedStore.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';

/** A round takes so many at most; the next one goes on. */
const AT_ONCE_MAX = 100;
const DAY_MS = 86_400_000;

/** Moves what nobody has claimed in time to where the co-op reports it. */
export function forfeitUnclaimed({ store, settings }: PayoutsPorts) {
  return async (): Promise<void> => {
    const due = await store.transaction({ reader: 'forfeiter' }, (tx) => {
      const since = new Date(tx.now.getTime() - settings.UNCLAIMED_DAYS * DAY_MS);
      return overdueUnclaimed(tx, since, AT_ONCE_MAX);
    });
    for (const { cooperativeId, id } of due) {
      await store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const unclaimed = await takeUnclaimed(tx, cooperativeId, id);
        if (!unclaimed) return;
        await post(tx, cooperativeId, unclaimedForfeited(id, unclaimed));
        await endUnclaimed(tx, unclaimed, 'FORFEITED');
        tx.append(UnclaimedForfeited, {
          cooperative: cooperativeId,
          actorRole: 'SERVICE',
          private: { unclaimed: id, amount: moneyJson(unclaimed.amountMinor, unclaimed.currency) },
        });
      });
    }
  };
}
