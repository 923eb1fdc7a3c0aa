import { InvoiceCancelled } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import { invoiceState, remainderOf } from '../domain/invoice.js';
import { invoiceCancelled } from '../domain/invoicePostings.js';
import { lockInvoiceOfLicence, markCancelled } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';

/**
 * Cancels what a terminated licence still asks for. A paid invoice stays, and
 * so do those of computations that were made; a payment that is under way will find
 * the invoice cancelled, and be owed back.
 */
export async function cancelInvoice(tx: Tx, cooperativeId: string, licenceId: string): Promise<void> {
  const invoice = await lockInvoiceOfLicence(tx, cooperativeId, licenceId);
  if (!invoice) return;
  const state = invoiceState(invoice, tx.now);
  if (state !== 'ISSUED' && state !== 'OVERDUE') return;
  await markCancelled(tx, invoice);
  await post(
    tx,
    cooperativeId,
    invoiceCancelled({ ...invoice, invoiceId: invoice.id }, remainderOf(invoice)),
  );
  const { licenceId: licence, buyerId: buyer } = invoice;
  tx.append(InvoiceCancelled, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { invoice: invoice.id, licence, buyer },
  });
}
