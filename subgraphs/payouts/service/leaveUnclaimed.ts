import { PayoutUnclaimed } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { payoutUnclaimed } from '../domain/memberPostings.js';
import type { Transfer } from '../domain/transfer.js';
import { post } from '../store/ledger.js';
import { insertUnclaimed } from '../store/unclaimedStore.js';
import { moneyJson } from './moneyJson.js';

/**
 * Keeps a payout that came back to somebody who was erased: nobody's balance holds it, so it stands by itself until it is
 * claimed, or the time for that is over.
 */
export async function leaveUnclaimed(tx: Tx, payout: Transfer, hadSettled: boolean): Promise<void> {
  const { cooperativeId, id, amountMinor, currency } = payout;
  const accountId = payout.accountId!;
  await post(tx, cooperativeId, payoutUnclaimed(id, { accountId, amountMinor, currency }, hadSettled));
  const unclaimed = await insertUnclaimed(tx, { cooperativeId, accountId, amountMinor, currency });
  tx.append(PayoutUnclaimed, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { unclaimed, payout: id, amount: moneyJson(amountMinor, currency) },
  });
}
