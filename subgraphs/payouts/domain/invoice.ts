import assert from 'node:assert';
import { allocate } from './allocate.js';
import { ERRORS } from './errors.js';

export const INVOICE_STATES = ['ISSUED', 'PAID', 'OVERDUE', 'CREDITED', 'CANCELLED'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** What has happened to an invoice. Amounts are minor units of its currency; tax is part of the amount. */
export interface InvoiceFacts {
  amountMinor: bigint;
  taxMinor: bigint;
  /** Credited so far, and the tax in it. */
  creditedMinor: bigint;
  creditedTaxMinor: bigint;
  dueAt: Date;
  paidAt: Date | null;
  cancelledAt: Date | null;
}

/** An invoice as it stands now. */
export interface Invoice extends InvoiceFacts {
  cooperativeId: string;
  id: string;
  licenceId: string;
  /** The computation that it bills; null for the licence itself. */
  jobId: string | null;
  buyerId: string;
  currency: string;
  issuedAt: Date;
  state: InvoiceState;
}

/** State is computed from facts: fully credited outlives paid, and a lapsed date makes an open one overdue. */
export function invoiceState(invoice: InvoiceFacts, now: Date): InvoiceState {
  if (invoice.cancelledAt) return 'CANCELLED';
  if (invoice.amountMinor > 0n && invoice.creditedMinor === invoice.amountMinor) return 'CREDITED';
  if (invoice.paidAt) return 'PAID';
  return now < invoice.dueAt ? 'ISSUED' : 'OVERDUE';
}

/** An amount of an invoice, with the tax in it. */
export interface Taxed {
  amountMinor: bigint;
  taxMinor: bigint;
}

export function netOf({ amountMinor, taxMinor }: Taxed): bigint {
  return amountMinor - taxMinor;
}

/**
 * The tax contained in a price. A buyer pays the price that both signed, so tax is inside it, not on top.
 *
 * @param taxBp - tax on the net price, in basis points.
 */
export function taxInside(priceMinor: bigint, taxBp: number): Taxed {
  const weights = new Map([
    ['net', 10_000n],
    ['tax', BigInt(taxBp)],
  ]);
  const parts = allocate({ amountMinor: priceMinor, currency: 'XXX' }, weights);
  return { amountMinor: priceMinor, taxMinor: parts.get('tax')!.amountMinor };
}

/** What is left to pay or to credit. */
export function remainderOf(invoice: InvoiceFacts): Taxed {
  return {
    amountMinor: invoice.amountMinor - invoice.creditedMinor,
    taxMinor: invoice.taxMinor - invoice.creditedTaxMinor,
  };
}

/** @throws INVOICE_NOT_PAYABLE */
export function requirePayable(invoice: InvoiceFacts, now: Date): Taxed {
  const state = invoiceState(invoice, now);
  if (state !== 'ISSUED' && state !== 'OVERDUE') {
    throw ERRORS.INVOICE_NOT_PAYABLE.raise('This invoice is not waiting for a payment.', { state });
  }
  return remainderOf(invoice);
}

/**
 * The credit of a part of what is left of an invoice, with its part of the tax; a credit of all that is left
 * takes all its tax.
 *
 * @throws INVOICE_NOT_PAYABLE for a cancelled invoice, CREDIT_EXCEEDS_INVOICE
 */
export function creditOf(invoice: InvoiceFacts, amountMinor: bigint): Taxed {
  assert(amountMinor > 0n, `a credit of ${amountMinor}`);
  if (invoice.cancelledAt) {
    throw ERRORS.INVOICE_NOT_PAYABLE.raise('A cancelled invoice has nothing to credit.', {
      state: 'CANCELLED',
    });
  }
  const left = remainderOf(invoice);
  if (amountMinor > left.amountMinor) {
    throw ERRORS.CREDIT_EXCEEDS_INVOICE.raise('This is more than is left of the invoice.', {
      leftMinor: left.amountMinor.toString(),
    });
  }
  const weights = new Map([
    ['net', netOf(left)],
    ['tax', left.taxMinor],
  ]);
  const parts = allocate({ amountMinor, currency: 'XXX' }, weights);
  return { amountMinor, taxMinor: parts.get('tax')!.amountMinor };
}
