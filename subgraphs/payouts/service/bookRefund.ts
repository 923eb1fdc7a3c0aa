import assert from 'node:assert';
import { RefundFailed, RefundReturned, RefundSettled } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Invoice } from '../domain/invoice.js';
import type { TransactionKind } from '../domain/posting.js';
import { paymentState } from '../domain/transfer.js';
import type { Booked, Transfer } from '../domain/transfer.js';
import { lockInvoice } from '../store/invoiceStore.js';
import { journalTurn } from './applyChange.js';
import { changeInvoice } from './changeInvoice.js';
import { moneyJson } from './moneyJson.js';

/** The entries about a refund say the same of it. */
type RefundEntry = typeof RefundSettled;

/**
 * A refund: owed to the buyer until it settles; one that fails or comes back is owed still. One that arrives after it was
 * owed no more, since the payment was charged back meanwhile, is owed by the buyer.
 */
export async function bookRefund(tx: Tx, refund: Transfer): Promise<Booked> {
  const { cooperativeId, amountMinor, booked } = refund;
  const invoice = await lockInvoice(tx, cooperativeId, refund.invoiceId!);
  assert(invoice, `refund ${refund.id} without an invoice`);
  const state = paymentState(refund);
  if (state === 'SUCCEEDED' && booked === 'PENDING') {
    await move(tx, invoice, refund, { kind: 'REFUND_SENT', heldMinor: invoice.heldMinor - amountMinor });
    journal(tx, RefundSettled, invoice, refund);
    return 'SETTLED';
  }
  if (state === 'RETURNED' && booked !== 'UNDONE') {
    if (booked === 'SETTLED')
      await move(tx, invoice, refund, {
        kind: 'REFUND_RETURNED',
        heldMinor: invoice.heldMinor + amountMinor,
      });
    journal(tx, RefundReturned, invoice, refund);
    return 'UNDONE';
  }
  if (state === 'FAILED') journal(tx, RefundFailed, invoice, refund);
  return booked;
}

async function move(
  tx: Tx,
  invoice: Invoice,
  { id: sourceId }: Transfer,
  { kind, heldMinor }: { kind: TransactionKind; heldMinor: bigint },
): Promise<void> {
  const change = { kind, sourceId, facts: { heldMinor }, refunds: 'LEAVE' } as const;
  journalTurn(tx, await changeInvoice(tx, invoice, change));
}

function journal(tx: Tx, entry: RefundEntry, invoice: Invoice, refund: Transfer): void {
  const { id, amountMinor, currency } = refund;
  const { licenceId: licence, buyerId: buyer } = invoice;
  tx.append(entry, {
    cooperative: invoice.cooperativeId,
    actorRole: 'SERVICE',
    private: { payment: id, invoice: invoice.id, licence, buyer, amount: moneyJson(amountMinor, currency) },
  });
}
