import { RefundRequested } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { ERRORS } from '../domain/errors.js';
import { paymentState } from '../domain/transfer.js';
import { findInvoice, requireInvoice } from '../store/invoiceStore.js';
import type { Invoice } from '../store/invoiceStore.js';
import { TransferRow } from '../store/transferRow.js';
import { insertTransfer } from '../store/transferStore.js';
import { moneyJson, requireText } from './deps.js';
import type { PayoutsDeps } from './deps.js';
import { seesInvoice } from './readInvoices.js';

export interface RetryRefund {
  /** The refund that failed or came back. */
  refund: string;
  /** A token of the rail, when the way on file does not work. */
  method: string;
  idempotencyKey: string;
}

/**
 * Sends again a refund that did not arrive; each failed one can be followed once.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND for whoever may not see it, FORBIDDEN for other than stewards, BAD_USER_INPUT,
 *   IDEMPOTENCY_KEY_REUSED, REFUND_NOT_FAILED, in this order.
 */
export function retryRefund({ store }: PayoutsDeps) {
  return async (viewer: Viewer, input: RetryRefund): Promise<Invoice> => {
    viewer.requireDid();
    const cooperative = await whereaboutsOf(store, requireId('pay', input.refund));
    await Promise.all([viewer.organization(), viewer.standings()]);
    const credited = await store.transaction({ cooperative }, (tx) =>
      invoiceOf(tx, cooperative, input.refund),
    );
    if (!credited || !(await seesInvoice(viewer, credited))) throw noRefund(input.refund);
    const standing = await viewer.requireSteward(cooperative);
    const method = requireText(input.method, 'method', 100);
    const { refund: id, idempotencyKey: key } = input;
    const operation = { actor: standing.did, operation: 'retryRefund', key, input: { refund: id, method } };
    return store.transaction({ cooperative }, async (tx) => {
      const invoiceId = await idempotent(tx, operation, () =>
        sendAgain(tx, cooperative, { id, method, did: standing.did }),
      );
      return requireInvoice(tx, cooperative, invoiceId);
    });
  };
}

/** The invoice that a refund belongs to. */
async function invoiceOf(tx: Tx, cooperativeId: string, id: string): Promise<Invoice | null> {
  const refund = await tx.manager.findOne(TransferRow, { where: { cooperativeId, id, purpose: 'REFUND' } });
  // Looked for even where there is none: a foreign refund takes as long as one that is not there.
  return (await findInvoice(tx, cooperativeId, refund?.invoiceId ?? '')) ?? null;
}

/** What is another co-op's cannot be told from what is not. */
function noRefund(id: string) {
  return COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
}

async function sendAgain(
  tx: Tx,
  cooperativeId: string,
  again: { id: string; method: string; did: string },
): Promise<string> {
  const lock = { mode: 'pessimistic_write' } as const;
  const failed = await tx.manager.findOne(TransferRow, {
    where: { cooperativeId, id: again.id, purpose: 'REFUND' },
    lock,
  });
  if (!failed?.invoiceId) throw noRefund(again.id);
  const state = paymentState(failed);
  if ((state !== 'FAILED' && state !== 'RETURNED') || (await followed(tx, failed))) {
    throw ERRORS.REFUND_NOT_FAILED.raise('This refund has not failed, or was sent again.', { state });
  }
  const { invoiceId, creditNoteId, amountMinor, taxMinor, currency } = failed;
  const id = newId('pay');
  const part = { invoiceId, creditNoteId, amountMinor, taxMinor, currency, method: again.method };
  await insertTransfer(tx, { cooperativeId, id, purpose: 'REFUND', ...part });
  tx.append(RefundRequested, {
    cooperative: cooperativeId,
    actorRole: 'STEWARD',
    actor: again.did,
    private: {
      payment: id,
      follows: failed.id,
      invoice: invoiceId,
      amount: moneyJson(amountMinor, currency),
    },
  });
  return invoiceId;
}

/** A later refund of the same credit note, or of the same unexpected payment, has taken this one's place. */
async function followed(
  tx: Tx,
  { cooperativeId, id, invoiceId, creditNoteId }: TransferRow,
): Promise<boolean> {
  const later = await tx.query(
    `select from transfer where cooperative_id = $1 and invoice_id = $2 and purpose = 'REFUND'
       and credit_note_id is not distinct from $3 and transfer_id > $4 limit 1`,
    [cooperativeId, invoiceId, creditNoteId, id],
  );
  return later.length > 0;
}
