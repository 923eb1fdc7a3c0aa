import type { AccountRef } from './chart.js';
import { chargeOf, claimMinor, isCovered, netOf, owedBackMinor, owedMinor } from './invoice.js';
import type { InvoiceMoney } from './invoice.js';
import { posting } from './posting.js';
import type { Leg, Posting, TransactionKind } from './posting.js';

/** What the postings of an invoice need to know of it. */
export interface Invoiced {
  licenceId: string;
  buyerId: string;
  currency: string;
}

/** What has happened to an invoice, as the ledger names it. */
export interface InvoiceEvent {
  kind: TransactionKind;
  /** The payment, credit note or invoice: with the kind it makes the transaction unique. */
  sourceId: string;
  /** Where money came from or went to; the payment rail unless it is said. */
  counterpart?: AccountRef;
}

/** An invoice before anything has happened: nothing is asked for and nothing held. */
export const NOT_ISSUED = {
  amountMinor: 0n,
  taxMinor: 0n,
  creditedMinor: 0n,
  creditedTaxMinor: 0n,
  heldMinor: 0n,
  cancelledAt: null,
} as const satisfies InvoiceMoney;

/**
 * Moves the ledger from what it holds of an invoice under some facts to what it holds under others. What stands in an
 * account follows from the facts alone, so that no order of payments, credits, refunds and chargebacks loses money.
 *
 * @see payouts/decisions/0008-books-follow-from-facts.md
 */
export function invoiceChanged(
  invoice: Invoiced,
  before: InvoiceMoney,
  after: InvoiceMoney,
  { kind, sourceId, counterpart = { code: 'assets:settlement' } }: InvoiceEvent,
): Posting | undefined {
  const [was, is] = [booksOf(invoice, before, counterpart), booksOf(invoice, after, counterpart)];
  const legs = is.map((leg, at): Leg => ({ ...leg, amountMinor: leg.amountMinor - was[at]!.amountMinor }));
  return posting(kind, sourceId, invoice.currency, legs);
}

/**
 * What stands in the accounts for an invoice: debits above zero. It is revenue only when all that is asked for is held,
 * and deferred until then; the tax in it is owed from the start.
 */
function booksOf({ buyerId: ownerId, licenceId }: Invoiced, invoice: InvoiceMoney, held: AccountRef): Leg[] {
  const charge = chargeOf(invoice);
  const [owed, claim] = [owedMinor(invoice), claimMinor(invoice)];
  const earned = isCovered(invoice);
  return [
    { account: held, amountMinor: invoice.heldMinor },
    { account: { code: 'assets:receivable', ownerId }, amountMinor: owed - claim },
    { account: { code: 'assets:claims', ownerId }, amountMinor: claim },
    { account: { code: 'liabilities:refunds', ownerId }, amountMinor: -owedBackMinor(invoice) },
    { account: { code: 'liabilities:deferred' }, amountMinor: earned ? 0n : -netOf(charge), licenceId },
    { account: { code: 'revenue:licences' }, amountMinor: earned ? -netOf(charge) : 0n, licenceId },
    { account: { code: 'liabilities:sales-tax' }, amountMinor: -charge.taxMinor },
  ];
}
