import { PayoutFailed, PayoutSettled } from '../../kit/contracts/entries/payouts.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/tx.js';
import { payoutReturned, payoutSettled } from '../domain/memberPostings.js';
import { leaveUnclaimed } from './leaveUnclaimed.js';
import { payoutState } from '../domain/transfer.js';
import type { Booked, Transfer } from '../domain/transfer.js';
import { memberOfAccount } from '../store/accountStore.js';
import { lockExit } from '../store/exitStore.js';
import { post } from '../store/ledger.js';
import { updateTransfer } from '../store/transferStore.js';
import { moneyJson } from './moneyJson.js';
import { completeExit } from './settleExit.js';

/**
 * A payout: settled when it arrives; one that fails or comes back returns to the balance. Where whose balance it was is
 * forgotten, it waits to be claimed.
 */
export async function bookPayout(tx: Tx, payout: Transfer, logger: Logger): Promise<Booked> {
  const { cooperativeId, id, amountMinor, currency } = payout;
  const memberId = await memberOfAccount(tx, cooperativeId, payout.accountId!);
  // A departure that this money may complete is locked before any account, as an erasure does.
  if (memberId) await lockExit(tx, cooperativeId, memberId);
  const booked = await moveMoney(tx, payout, memberId);
  if (booked === payout.booked) return booked;
  const { failure } = payout;
  tx.append(booked === 'SETTLED' ? PayoutSettled : PayoutFailed, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    subject: memberId ?? undefined,
    private: { payout: id, memberId, amount: moneyJson(amountMinor, currency), failure },
  });
  // Somebody may be waiting for this money in order to leave.
  await updateTransfer(tx, { ...payout, booked });
  if (memberId) await completeExit(tx, logger, cooperativeId, memberId);
  return booked;
}

async function moveMoney(tx: Tx, payout: Transfer, memberId: string | null): Promise<Booked> {
  const { cooperativeId, id, amountMinor, currency, booked } = payout;
  const money = { accountId: payout.accountId!, amountMinor, currency };
  const state = payoutState(payout);
  if (state === 'SETTLED' && booked === 'PENDING') {
    await post(tx, cooperativeId, payoutSettled(id, money));
    return 'SETTLED';
  }
  if (state === 'FAILED' && booked !== 'UNDONE') {
    if (memberId) await post(tx, cooperativeId, payoutReturned(id, money, booked === 'SETTLED'));
    else await leaveUnclaimed(tx, payout, booked === 'SETTLED');
    return 'UNDONE';
  }
  return booked;
}
