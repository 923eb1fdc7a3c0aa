import { InvoiceIssued, InvoicePaid, InvoiceRefused } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import { taxInside } from '../domain/invoice.js';
import { invoiceChanged, NOT_ISSUED } from '../domain/invoicePostings.js';
import type { PayoutsSettings } from '../settings.js';
import { readBook } from '../store/book.js';
import { lockCharges } from '../store/buyerAccountStore.js';
import { insertInvoice } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';
import { keepLicence } from '../store/licenceStore.js';
import { keepAccount } from './keepAccount.js';
import { moneyJson } from './moneyJson.js';

/** What is to be billed: a licence, or a computation under it. */
export interface Billed {
  licence: string;
  dataset: string;
  buyer: string;
  /** Null for the licence itself. */
  job: string | null;
  price: { amountMinor: string; currency: string };
}

const DAY_MS = 86_400_000;

/**
 * Bills a licence at the price that both signed, or a computation at the price a job. What is free is settled by
 * being billed, and a computation is settled from what its buyer has paid in advance, as far as that goes. A price in another currency than the co-op settles in is refused in the journal: a reaction has
 * nobody to refuse to.
 */
export async function issueInvoice(
  tx: Tx,
  cooperativeId: string,
  billed: Billed,
  settings: PayoutsSettings,
): Promise<void> {
  const { licence: licenceId, buyer: buyerId, job, price } = billed;
  const { currency } = await readBook(tx, cooperativeId);
  await keepLicence(tx, { cooperativeId, licenceId, datasetId: billed.dataset, buyerId });
  const about = { licence: licenceId, job, buyer: buyerId };
  const entry = { cooperative: cooperativeId, actorRole: 'SERVICE' } as const;
  if (price.currency !== currency) {
    tx.append(InvoiceRefused, { ...entry, private: { ...about, reason: 'CURRENCY_MISMATCH', currency } });
    return;
  }
  const whole = taxInside(BigInt(price.amountMinor), settings.INVOICE_TAX_BP);
  const invoiceId = newId('inv');
  const dueAt = new Date(tx.now.getTime() + settings.INVOICE_DUE_DAYS * DAY_MS);
  const free = whole.amountMinor === 0n;
  await insertInvoice(tx, {
    cooperativeId,
    id: invoiceId,
    licenceId,
    jobId: job,
    buyerId,
    ...whole,
    currency,
    issuedAt: tx.now,
    dueAt,
    paidAt: free ? tx.now : null,
  });
  await lockCharges(tx, cooperativeId);
  const issued = { kind: 'INVOICE_ISSUED', sourceId: invoiceId } as const;
  const asked = { ...NOT_ISSUED, ...whole };
  await post(tx, cooperativeId, invoiceChanged({ licenceId, buyerId, currency }, NOT_ISSUED, asked, issued));
  const billedFor = { ...about, invoice: invoiceId, amount: moneyJson(whole.amountMinor, currency) };
  tx.append(InvoiceIssued, { ...entry, private: { ...billedFor, dueAt: dueAt.toISOString() } });
  if (free) tx.append(InvoicePaid, { ...entry, private: { ...billedFor, first: job === null } });
  await keepAccount(tx, cooperativeId, buyerId, job === null ? {} : { billed: job });
}
