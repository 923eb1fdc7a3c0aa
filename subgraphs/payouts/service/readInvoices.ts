import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import type { CreditNoteRow } from '../store/creditNoteRow.js';
import { listCreditNotes, listInvoices, requireInvoice } from '../store/invoiceStore.js';
import type { Invoice } from '../store/invoiceStore.js';
import type { TransferRow } from '../store/transferRow.js';
import { listPayments } from '../store/transferStore.js';
import type { PayoutsDeps } from './deps.js';

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
export function readInvoices({ store }: PayoutsDeps) {
  return {
    /** @throws UNAUTHENTICATED, NOT_FOUND alike for what is foreign and what is absent. */
    async one(viewer: Viewer, id: string): Promise<Invoice> {
      viewer.requireDid();
      const cooperative = await whereaboutsOf(store, requireId('inv', id));
      // Read before anything can be missing: a foreign invoice takes as long as one that is not there.
      await Promise.all([viewer.organization(), viewer.standings()]);
      const invoice = await store.transaction({ cooperative }, (tx) => requireInvoice(tx, cooperative, id));
      if (await seesInvoice(viewer, invoice)) return invoice;
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
    },
    ofLicence(cooperative: string, licenceId: string, { first, after }: PageRequest): Promise<Invoice[]> {
      const filter = { cooperativeId: cooperative, licenceId };
      return store.transaction({ cooperative }, (tx) => listInvoices(tx, filter, cursorOf(after), first + 1));
    },
    /** Of all co-ops: the scope shows an organisation what concerns it. */
    ofBuyer(buyerId: string, { first, after }: PageRequest): Promise<Invoice[]> {
      return store.transaction({ organization: buyerId }, (tx) =>
        listInvoices(tx, { buyerId }, cursorOf(after), first + 1),
      );
    },
    creditNotes(cooperative: string, invoiceId: string): Promise<CreditNoteRow[]> {
      return store.transaction({ cooperative }, (tx) => listCreditNotes(tx, cooperative, invoiceId));
    },
    payments(cooperative: string, invoiceId: string): Promise<TransferRow[]> {
      return store.transaction({ cooperative }, (tx) => listPayments(tx, cooperative, invoiceId));
    },
  };
}

function cursorOf(after: PageRequest['after']): string | null {
  return after ? String(after[0]) : null;
}
