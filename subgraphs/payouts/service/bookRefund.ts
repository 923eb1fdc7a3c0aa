import { RefundFailed, RefundReturned, RefundSettled } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { refundReturned, refundSent } from '../domain/invoicePostings.js';
import { paymentState } from '../domain/transfer.js';
import type { Booked, Transfer } from '../domain/transfer.js';
import { requireInvoice } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';
import { moneyJson } from './moneyJson.js';

/** The entries about a refund say the same of it. */
type RefundEntry = typeof RefundSettled;

/** A refund: owed to the buyer until it settles; one that fails or comes back is owed still. */
export async function bookRefund(tx: Tx, refund: Transfer): Promise<Booked> {
  const { cooperativeId, id, amountMinor, currency, booked } = refund;
  const invoice = await requireInvoice(tx, cooperativeId, refund.invoiceId!);
  const about = { ...invoice, invoiceId: invoice.id };
  const journal = (entry: RefundEntry): void => {
    const { licenceId: licence, buyerId: buyer } = invoice;
    const amount = moneyJson(amountMinor, currency);
    tx.append(entry, {
      cooperative: cooperativeId,
      actorRole: 'SERVICE',
      private: { payment: id, invoice: invoice.id, licence, buyer, amount },
    });
  };
  const state = paymentState(refund);
  if (state === 'SUCCEEDED' && booked === 'PENDING') {
    await post(tx, cooperativeId, refundSent(about, id, amountMinor));
    journal(RefundSettled);
    return 'SETTLED';
  }
  if (state === 'RETURNED' && booked !== 'UNDONE') {
    if (booked === 'SETTLED') await post(tx, cooperativeId, refundReturned(about, id, amountMinor));
    journal(RefundReturned);
    return 'UNDONE';
  }
  if (state === 'FAILED') journal(RefundFailed);
  return booked;
}
