import { PayoutRequested } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import { payoutRequested } from '../domain/memberPostings.js';
import type { FromBalance } from '../domain/memberPostings.js';
import { post } from '../store/ledger.js';
import { insertTransfer } from '../store/transferStore.js';
import { moneyJson } from './moneyJson.js';

export interface NewPayout extends FromBalance {
  cooperativeId: string;
  /** Null when whose it is must not be written down any more. */
  memberId: string | null;
  /** A token of the rail; `default` is the account that it has on file. */
  method: string;
  /** Who asked: the member, or nobody when it is an exit. */
  did?: string;
}

/** Takes money out of a member's balance and onto its way. The balance is locked and covers it. */
export async function openPayout(tx: Tx, payout: NewPayout): Promise<string> {
  const { cooperativeId, memberId, accountId, amountMinor, currency, method, did } = payout;
  const id = newId('pyt');
  const amount = { amountMinor, taxMinor: 0n, currency, method };
  await insertTransfer(tx, { cooperativeId, id, purpose: 'PAYOUT', accountId, ...amount });
  await post(tx, cooperativeId, payoutRequested(id, payout));
  tx.append(PayoutRequested, {
    cooperative: cooperativeId,
    actorRole: did ? 'MEMBER' : 'SERVICE',
    actor: did,
    subject: memberId ?? undefined,
    private: { payout: id, memberId, amount: moneyJson(amountMinor, currency) },
  });
  return id;
}
