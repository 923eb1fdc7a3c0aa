import { InvoiceCancelled } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/store.js';
import { invoiceState, remainderOf } from '../domain/invoice.js';
import { invoiceCancelled } from '../domain/invoicePostings.js';
import { lockInvoiceOfLicence } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';

/**
 * Cancels what a terminated licence still asks for. A paid invoice stays, and
 * so do those of computations that were made; a payment that is under way will find
 * the invoice cancelled, and be owed back.
 */
export async function cancelInvoice(tx: Tx, cooperative: string, licenceId: string): Promise<void> {
  const invoice = await lockInvoiceOfLicence(tx, cooperative, licenceId);
  if (!invoice) return;
  const state = invoiceState(invoice, tx.now);
  if (state !== 'ISSUED' && state !== 'OVERDUE') return;
  await tx.query('update invoice set cancelled_at = $3 where cooperative_id = $1 and invoice_id = $2', [
    cooperative,
    invoice.id,
    tx.now,
  ]);
  await post(tx, cooperative, invoiceCancelled({ ...invoice, invoiceId: invoice.id }, remainderOf(invoice)));
  const { licenceId: licence, buyerId: buyer } = invoice;
  tx.append(InvoiceCancelled, {
    cooperative,
    actorRole: 'SERVICE',
    private: { invoice: invoice.id, licence, buyer },
  });
}
