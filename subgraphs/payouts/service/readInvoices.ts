import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import type { CreditNote } from '../domain/creditNote.js';
import type { Invoice } from '../domain/invoice.js';
import type { Transfer } from '../domain/transfer.js';
import { listCreditNotes } from '../store/creditNoteStore.js';
import { listInvoices, requireInvoice } from '../store/invoiceStore.js';
import { listPayments } from '../store/transferStore.js';
import type { PayoutsPorts } from './ports.js';

/** Whether the viewer is the buyer, or a steward or auditor of the co-op. */
export async function seesInvoice(
  viewer: Viewer,
  { cooperativeId, buyerId }: Pick<Invoice, 'cooperativeId' | 'buyerId'>,
): Promise<boolean> {
  if ((await viewer.organization())?.id === buyerId) return true;
  const standing = await viewer.memberIn(cooperativeId);
  return standing !== null && (standing.holds('STEWARD') || standing.holds('AUDITOR'));
}

/** Invoices, for the buyer and for the stewards and auditors of the co-op. */
export function readInvoices({ store }: PayoutsPorts) {
  return {
    /** @throws UNAUTHENTICATED, NOT_FOUND alike for what is foreign and what is absent. */
    async one(viewer: Viewer, id: string): Promise<Invoice> {
      viewer.requireDid();
      const cooperativeId = await whereaboutsOf(store, requireId('inv', id));
      // Read before anything can be missing: a foreign invoice takes as long as one that is not there.
      await Promise.all([viewer.organization(), viewer.standings()]);
      const invoice = await store.transaction({ cooperative: cooperativeId }, (tx) =>
        requireInvoice(tx, cooperativeId, id),
      );
      if (await seesInvoice(viewer, invoice)) return invoice;
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
    },
    ofLicence(cooperativeId: string, licenceId: string, { first, after }: PageRequest): Promise<Invoice[]> {
      const filter = { cooperativeId, licenceId };
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listInvoices(tx, filter, cursorOf(after), first + 1),
      );
    },
    /** Of all co-ops: the scope shows an organisation what concerns it. */
    ofBuyer(buyerId: string, { first, after }: PageRequest): Promise<Invoice[]> {
      return store.transaction({ organization: buyerId }, (tx) =>
        listInvoices(tx, { buyerId }, cursorOf(after), first + 1),
      );
    },
    creditNotes(cooperativeId: string, invoiceId: string): Promise<CreditNote[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listCreditNotes(tx, cooperativeId, invoiceId),
      );
    },
    payments(cooperativeId: string, invoiceId: string): Promise<Transfer[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listPayments(tx, cooperativeId, invoiceId),
      );
    },
  };
}

function cursorOf(after: PageRequest['after']): string | null {
  return after ? String(after[0]) : null;
}
