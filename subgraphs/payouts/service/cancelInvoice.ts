import { InvoiceCancelled } from '../../kit/contracts/entries/payouts.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Invoice } from '../domain/invoice.js';
import { changeInvoice } from './changeInvoice.js';

/**
 * Cancels a locked invoice that is not paid: nothing is asked for it any more. A payment that is under way will find the
 * invoice cancelled, and be owed back.
 */
export async function cancelInvoice(tx: Tx, invoice: Invoice): Promise<void> {
  const { cooperativeId, id, licenceId: licence, buyerId: buyer } = invoice;
  await changeInvoice(tx, invoice, {
    kind: 'INVOICE_CANCELLED',
    sourceId: id,
    facts: { cancelledAt: tx.now },
    refunds: 'SETTLE',
  });
  tx.append(InvoiceCancelled, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { invoice: id, licence, buyer },
  });
}
