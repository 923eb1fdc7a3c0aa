import assert from 'node:assert';
import { allocate } from './allocate.js';
import { ERRORS } from './errors.js';

export const INVOICE_STATES = ['ISSUED', 'PAID', 'OVERDUE', 'CREDITED', 'CANCELLED'] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** The money of an invoice. Amounts are minor units of its currency; tax is part of the amount. */
export interface InvoiceMoney {
  amountMinor: bigint;
  taxMinor: bigint;
  /** Credited so far, and the tax in it. */
  creditedMinor: bigint;
  creditedTaxMinor: bigint;
  /** What came for it less what went back, of all its payments and refunds; below zero when more went back than came. */
  heldMinor: bigint;
  cancelledAt: Date | null;
}

/** What has happened to an invoice. */
export interface InvoiceFacts extends InvoiceMoney {
  dueAt: Date;
  paidAt: Date | null;
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

/** What is left to credit: the whole without its credits. */
function remainderOf(invoice: InvoiceMoney): Taxed {
  return {
    amountMinor: invoice.amountMinor - invoice.creditedMinor,
    taxMinor: invoice.taxMinor - invoice.creditedTaxMinor,
  };
}

/** What the co-op asks for it in all: nothing of what was cancelled or credited. */
export function chargeOf(invoice: InvoiceMoney): Taxed {
  return invoice.cancelledAt ? { amountMinor: 0n, taxMinor: 0n } : remainderOf(invoice);
}

/** Whether as much is held as is asked for: it is paid, or nothing is owed. */
export function isCovered(invoice: InvoiceMoney): boolean {
  return invoice.heldMinor >= chargeOf(invoice).amountMinor;
}

/** What the buyer owes: what is asked for and not held, and what they got back beyond what they had paid. */
export function owedMinor(invoice: InvoiceMoney): bigint {
  return positive(chargeOf(invoice).amountMinor - invoice.heldMinor);
}

/** The part of it that the buyer got back beyond what they had paid. */
export function claimMinor({ heldMinor }: Pick<InvoiceMoney, 'heldMinor'>): bigint {
  return positive(-heldMinor);
}

/** What the buyer is owed back: what is held beyond what is asked for. */
export function owedBackMinor(invoice: InvoiceMoney): bigint {
  return positive(invoice.heldMinor - chargeOf(invoice).amountMinor);
}

/** What a buyer pays who pays all that they owe, with the tax in it. @throws INVOICE_NOT_PAYABLE */
export function requirePayable(invoice: InvoiceFacts, now: Date): Taxed {
  const amountMinor = owedMinor(invoice);
  if (amountMinor === 0n) {
    const state = invoiceState(invoice, now);
    throw ERRORS.INVOICE_NOT_PAYABLE.raise('This invoice is not waiting for a payment.', { state });
  }
  const charge = chargeOf(invoice);
  return amountMinor < charge.amountMinor ? partOf(charge, amountMinor) : { ...charge, amountMinor };
}

/**
 * The credit of a part of what is left of an invoice, with its part of the tax; a credit of all that is left
 * takes all its tax.
 *
 * @throws INVOICE_NOT_PAYABLE for a cancelled invoice, CREDIT_EXCEEDS_INVOICE
 */
export function creditOf(invoice: InvoiceMoney, amountMinor: bigint): Taxed {
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
  return partOf(left, amountMinor);
}

/** A part of an amount, with its part of the tax. */
function partOf(whole: Taxed, amountMinor: bigint): Taxed {
  const weights = new Map([
    ['net', netOf(whole)],
    ['tax', whole.taxMinor],
  ]);
  const parts = allocate({ amountMinor, currency: 'XXX' }, weights);
  return { amountMinor, taxMinor: parts.get('tax')!.amountMinor };
}

function positive(amountMinor: bigint): bigint {
  return amountMinor > 0n ? amountMinor : 0n;
}
