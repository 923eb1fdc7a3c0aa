import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/store.js';
import { taxInside } from '../domain/invoice.js';
import { invoiceIssued } from '../domain/invoicePostings.js';
import { readBook } from '../store/book.js';
import { post } from '../store/ledger.js';
import { keepLicence } from '../store/licenceStore.js';
import type { PayoutsSettings } from '../settings.js';
import { moneyJson } from './deps.js';

export interface AgreedLicence {
  licence: string;
  dataset: string;
  buyer: string;
  price: { amountMinor: string; currency: string };
}

const DAY_MS = 86_400_000;

/**
 * Bills an agreed licence at the price that both signed. A free one is settled by being billed. A price in
 * another currency than the co-op settles in is refused in the journal: a reaction has nobody to refuse to.
 */
export async function issueInvoice(
  tx: Tx,
  cooperative: string,
  agreed: AgreedLicence,
  settings: PayoutsSettings,
): Promise<void> {
  const { licence: licenceId, buyer: buyerId, price } = agreed;
  const { currency } = await readBook(tx, cooperative);
  await keepLicence(tx, { cooperativeId: cooperative, licenceId, datasetId: agreed.dataset, buyerId });
  const about = { licence: licenceId, buyer: buyerId };
  if (price.currency !== currency) {
    const values = { ...about, reason: 'CURRENCY_MISMATCH', currency };
    tx.append({ type: 'InvoiceRefused', cooperative, actorRole: 'SERVICE', values });
    return;
  }
  const whole = taxInside(BigInt(price.amountMinor), settings.INVOICE_TAX_BP);
  const invoiceId = newId('inv');
  const dueAt = new Date(tx.now.getTime() + settings.INVOICE_DUE_DAYS * DAY_MS);
  const free = whole.amountMinor === 0n;
  await tx.query(
    `insert into invoice (cooperative_id, invoice_id, licence_id, buyer_id, amount_minor, tax_minor, currency,
       issued_at, due_at, paid_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      cooperative,
      invoiceId,
      licenceId,
      buyerId,
      whole.amountMinor.toString(),
      whole.taxMinor.toString(),
      currency,
      tx.now,
      dueAt,
      free ? tx.now : null,
    ],
  );
  await tx.register(invoiceId, cooperative);
  await post(tx, cooperative, invoiceIssued({ invoiceId, licenceId, buyerId, currency }, whole));
  const amount = moneyJson(whole.amountMinor, currency);
  const values = { ...about, invoice: invoiceId, amount };
  const entry = { cooperative, actorRole: 'SERVICE' };
  tx.append({ ...entry, type: 'InvoiceIssued', values: { ...values, dueAt: dueAt.toISOString() } });
  if (free) tx.append({ ...entry, type: 'InvoicePaid', values: { ...values, first: true } });
}
