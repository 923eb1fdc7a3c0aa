import { netOf } from './invoice.js';
import type { Taxed } from './invoice.js';
import { credit, debit, posting } from './posting.js';
import type { Posting } from './posting.js';

/** What the postings of an invoice need to know of it. */
export interface Invoiced {
  invoiceId: string;
  licenceId: string;
  buyerId: string;
  currency: string;
}

/** The buyer owes the price; it is revenue only when paid. The tax in it is owed from now on. */
export function invoiceIssued(invoice: Invoiced, whole: Taxed): Posting | undefined {
  return posting('INVOICE_ISSUED', invoice.invoiceId, invoice.currency, [
    debit(receivable(invoice), whole.amountMinor),
    credit({ code: 'liabilities:deferred' }, netOf(whole), invoice.licenceId),
    credit({ code: 'liabilities:sales-tax' }, whole.taxMinor),
  ]);
}

/** What was left to pay is owed no more. */
export function invoiceCancelled(invoice: Invoiced, left: Taxed): Posting | undefined {
  return posting('INVOICE_CANCELLED', invoice.invoiceId, invoice.currency, unissued(invoice, left));
}

/** A credit before the payment lowers what is owed; one after it is owed back, out of revenue. */
export function invoiceCredited(
  invoice: Invoiced,
  creditNoteId: string,
  credited: Taxed,
  paid: boolean,
): Posting | undefined {
  const legs = paid
    ? [
        debit({ code: 'revenue:licences' }, netOf(credited), invoice.licenceId),
        debit({ code: 'liabilities:sales-tax' }, credited.taxMinor),
        credit({ code: 'liabilities:refunds', ownerId: invoice.buyerId }, credited.amountMinor),
      ]
    : unissued(invoice, credited);
  return posting('INVOICE_CREDITED', creditNoteId, invoice.currency, legs);
}

/** The money has come: what was deferred becomes revenue. */
export function paymentReceived(invoice: Invoiced, paymentId: string, paid: Taxed): Posting | undefined {
  return posting('PAYMENT_RECEIVED', paymentId, invoice.currency, [
    debit({ code: 'assets:settlement' }, paid.amountMinor),
    credit(receivable(invoice), paid.amountMinor),
    debit({ code: 'liabilities:deferred' }, netOf(paid), invoice.licenceId),
    credit({ code: 'revenue:licences' }, netOf(paid), invoice.licenceId),
  ]);
}

/** The money has gone back: the buyer owes it again, and it is revenue no more. */
export function paymentReturned(invoice: Invoiced, paymentId: string, paid: Taxed): Posting | undefined {
  return posting('PAYMENT_RETURNED', paymentId, invoice.currency, [
    credit({ code: 'assets:settlement' }, paid.amountMinor),
    debit(receivable(invoice), paid.amountMinor),
    credit({ code: 'liabilities:deferred' }, netOf(paid), invoice.licenceId),
    debit({ code: 'revenue:licences' }, netOf(paid), invoice.licenceId),
  ]);
}

/** Money for an invoice that was cancelled in the meantime is owed back whole. */
export function paymentUnexpected(
  invoice: Invoiced,
  paymentId: string,
  amountMinor: bigint,
): Posting | undefined {
  return posting('PAYMENT_UNEXPECTED', paymentId, invoice.currency, [
    debit({ code: 'assets:settlement' }, amountMinor),
    credit({ code: 'liabilities:refunds', ownerId: invoice.buyerId }, amountMinor),
  ]);
}

export function refundSent(invoice: Invoiced, paymentId: string, amountMinor: bigint): Posting | undefined {
  return posting('REFUND_SENT', paymentId, invoice.currency, [
    debit({ code: 'liabilities:refunds', ownerId: invoice.buyerId }, amountMinor),
    credit({ code: 'assets:settlement' }, amountMinor),
  ]);
}

export function refundReturned(
  invoice: Invoiced,
  paymentId: string,
  amountMinor: bigint,
): Posting | undefined {
  return posting('REFUND_RETURNED', paymentId, invoice.currency, [
    debit({ code: 'assets:settlement' }, amountMinor),
    credit({ code: 'liabilities:refunds', ownerId: invoice.buyerId }, amountMinor),
  ]);
}

function unissued(invoice: Invoiced, part: Taxed) {
  return [
    debit({ code: 'liabilities:deferred' }, netOf(part), invoice.licenceId),
    debit({ code: 'liabilities:sales-tax' }, part.taxMinor),
    credit(receivable(invoice), part.amountMinor),
  ];
}

function receivable(invoice: Invoiced) {
  return { code: 'assets:receivable', ownerId: invoice.buyerId } as const;
}
