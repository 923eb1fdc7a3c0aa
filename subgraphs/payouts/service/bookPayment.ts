import assert from 'node:assert';
import {
  InvoicePaid,
  PaymentFailed,
  PaymentReturned,
  PaymentUnexpected,
} from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { owedMinor } from '../domain/invoice.js';
import type { Invoice } from '../domain/invoice.js';
import { paymentState } from '../domain/transfer.js';
import type { Booked, Transfer } from '../domain/transfer.js';
import { lockInvoice } from '../store/invoiceStore.js';
import { settledBefore } from '../store/transferStore.js';
import { aboutInvoice } from './applyChange.js';
import { changeInvoice } from './changeInvoice.js';
import { moneyJson } from './moneyJson.js';

/** A buyer's payment: the invoice is paid when it settles, and unpaid again should it come back. */
export async function bookPayment(tx: Tx, payment: Transfer): Promise<Booked> {
  const invoice = await lockInvoice(tx, payment.cooperativeId, payment.invoiceId!);
  assert(invoice, `payment ${payment.id} without an invoice`);
  const state = paymentState(payment);
  if (state === 'SUCCEEDED' && payment.booked === 'PENDING') return receive(tx, invoice, payment);
  if (state === 'RETURNED' && payment.booked !== 'UNDONE') return giveBack(tx, invoice, payment);
  if (state === 'FAILED') {
    tx.append(PaymentFailed, {
      cooperative: invoice.cooperativeId,
      actorRole: 'SERVICE',
      private: { ...aboutPayment(invoice, payment), failure: payment.failure },
    });
  }
  return payment.booked;
}

/** Money beyond what is owed by now, for an invoice that was cancelled, credited or paid meanwhile, goes back by itself. */
async function receive(tx: Tx, invoice: Invoice, payment: Transfer): Promise<Booked> {
  const { id, amountMinor } = payment;
  const awaited = owedMinor(invoice) >= amountMinor;
  const { turned, refundId } = await changeInvoice(tx, invoice, {
    kind: awaited ? 'PAYMENT_RECEIVED' : 'PAYMENT_UNEXPECTED',
    sourceId: id,
    facts: { heldMinor: invoice.heldMinor + amountMinor },
    refunds: 'SETTLE',
  });
  const entry = { cooperative: invoice.cooperativeId, actorRole: 'SERVICE' } as const;
  const about = aboutPayment(invoice, payment);
  // What brings a licence into force is its own first payment, not one for a computation.
  const first = invoice.jobId === null && !(await settledBefore(tx, payment));
  if (turned === 'PAID') tx.append(InvoicePaid, { ...entry, private: { ...about, first } });
  if (refundId) tx.append(PaymentUnexpected, { ...entry, private: { ...about, refund: refundId } });
  return awaited ? 'SETTLED' : 'EXCESS';
}

/** A payment of which nothing had been booked changes nothing when it comes back. */
async function giveBack(tx: Tx, invoice: Invoice, payment: Transfer): Promise<Booked> {
  const { id, amountMinor, booked } = payment;
  const held = booked === 'SETTLED' || booked === 'EXCESS';
  const change = held
    ? await changeInvoice(tx, invoice, {
        kind: 'PAYMENT_RETURNED',
        sourceId: id,
        facts: { heldMinor: invoice.heldMinor - amountMinor },
        refunds: 'SETTLE',
      })
    : null;
  const isDueAgain = change !== null && owedMinor(invoice) === 0n && owedMinor(change.invoice) > 0n;
  tx.append(PaymentReturned, {
    cooperative: invoice.cooperativeId,
    actorRole: 'SERVICE',
    private: { ...aboutPayment(invoice, payment), unpaid: isDueAgain },
  });
  return 'UNDONE';
}

/** What every entry about a payment of an invoice says. */
function aboutPayment(invoice: Invoice, { id, amountMinor, currency }: Transfer) {
  return { payment: id, ...aboutInvoice(invoice), amount: moneyJson(amountMinor, currency) };
}
