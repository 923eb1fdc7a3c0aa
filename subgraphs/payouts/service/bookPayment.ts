import assert from 'node:assert';
import {
  InvoicePaid,
  PaymentFailed,
  PaymentReturned,
  PaymentUnexpected,
} from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Invoice } from '../domain/invoice.js';
import { paymentReceived, paymentReturned, paymentUnexpected } from '../domain/invoicePostings.js';
import { credit, debit, posting } from '../domain/posting.js';
import { paymentState } from '../domain/transfer.js';
import type { Booked, Transfer } from '../domain/transfer.js';
import { lockInvoice, setPaidAt } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';
import { insertTransfer, settledBefore } from '../store/transferStore.js';
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

async function receive(tx: Tx, invoice: Invoice, payment: Transfer): Promise<Booked> {
  const awaited = invoice.state === 'ISSUED' || invoice.state === 'OVERDUE';
  if (!awaited) return receiveUnexpected(tx, invoice, payment);
  const { cooperativeId, id } = payment;
  await setPaidAt(tx, invoice, tx.now);
  await post(tx, cooperativeId, paymentReceived({ ...invoice, invoiceId: invoice.id }, id, payment));
  // What brings a licence into force is its own first payment, not one for a computation.
  const first = invoice.jobId === null && !(await settledBefore(tx, payment));
  tx.append(InvoicePaid, {
    cooperative: invoice.cooperativeId,
    actorRole: 'SERVICE',
    private: { ...aboutPayment(invoice, payment), first },
  });
  return 'SETTLED';
}

/** Money for an invoice that was cancelled, credited or paid meanwhile goes back by itself. */
async function receiveUnexpected(tx: Tx, invoice: Invoice, payment: Transfer): Promise<Booked> {
  const { cooperativeId, id, amountMinor, taxMinor, currency } = payment;
  await post(tx, cooperativeId, paymentUnexpected({ ...invoice, invoiceId: invoice.id }, id, amountMinor));
  const refundId = newId('pay');
  const amount = { amountMinor, taxMinor, currency, method: 'default' };
  await insertTransfer(tx, {
    cooperativeId,
    id: refundId,
    purpose: 'REFUND',
    invoiceId: invoice.id,
    ...amount,
  });
  tx.append(PaymentUnexpected, {
    cooperative: invoice.cooperativeId,
    actorRole: 'SERVICE',
    private: { ...aboutPayment(invoice, payment), refund: refundId },
  });
  return 'EXCESS';
}

async function giveBack(tx: Tx, invoice: Invoice, payment: Transfer): Promise<Booked> {
  const { cooperativeId, id, amountMinor, currency, booked } = payment;
  if (booked === 'SETTLED') {
    await setPaidAt(tx, invoice, null);
    await post(tx, cooperativeId, paymentReturned({ ...invoice, invoiceId: invoice.id }, id, payment));
  }
  if (booked === 'EXCESS') {
    const owed = { code: 'liabilities:refunds', ownerId: invoice.buyerId } as const;
    const legs = [debit(owed, amountMinor), credit({ code: 'assets:settlement' }, amountMinor)];
    await post(tx, cooperativeId, posting('PAYMENT_RETURNED', id, currency, legs));
  }
  // Money that nobody awaited leaves the invoice as it was.
  tx.append(PaymentReturned, {
    cooperative: invoice.cooperativeId,
    actorRole: 'SERVICE',
    private: { ...aboutPayment(invoice, payment), unpaid: booked === 'SETTLED' },
  });
  return 'UNDONE';
}

/** What every entry about a payment of an invoice says. */
function aboutPayment(invoice: Invoice, { id, amountMinor, currency }: Transfer) {
  const { id: invoiceId, licenceId: licence, jobId: job, buyerId: buyer } = invoice;
  return { payment: id, invoice: invoiceId, licence, job, buyer, amount: moneyJson(amountMinor, currency) };
}
