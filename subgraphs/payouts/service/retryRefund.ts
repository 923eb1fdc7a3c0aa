import { RefundRequested } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { ERRORS } from '../domain/errors.js';
import { claimMinor, owedBackMinor } from '../domain/invoice.js';
import type { Invoice } from '../domain/invoice.js';
import { paymentState } from '../domain/transfer.js';
import { findInvoice, lockInvoice, requireInvoice } from '../store/invoiceStore.js';
import { findRefund, insertTransfer, isFollowed, sumRefunds } from '../store/transferStore.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';
import { seesInvoice } from './readInvoices.js';

export interface RetryRefund {
  /** The refund that failed or came back. */
  refund: string;
  idempotencyKey: string;
}

/**
 * Sends again a refund that did not arrive, or what of it is still owed; each failed one can be followed once. It goes the
 * way that the rail has on file for the buyer, who alone changes it: no steward says where a buyer's money goes.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND for whoever may not see it, FORBIDDEN for other than stewards,
 *   IDEMPOTENCY_KEY_REUSED, REFUND_NOT_FAILED, REFUND_NOT_OWED, in this order.
 */
export function retryRefund({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: RetryRefund): Promise<Invoice> => {
    viewer.requireDid();
    const cooperativeId = await whereaboutsOf(store, requireId('pay', input.refund));
    await Promise.all([viewer.organization(), viewer.standings()]);
    const credited = await store.transaction({ cooperative: cooperativeId }, (tx) =>
      invoiceOf(tx, cooperativeId, input.refund),
    );
    if (!credited || !(await seesInvoice(viewer, credited))) throw noRefund(input.refund);
    const standing = await viewer.requireSteward(cooperativeId);
    const { refund: id, idempotencyKey: key } = input;
    const operation = { actor: standing.did, operation: 'retryRefund', key, input: { refund: id } };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const invoiceId = await idempotent(tx, operation, () =>
        sendAgain(tx, cooperativeId, { id, did: standing.did }),
      );
      return requireInvoice(tx, cooperativeId, invoiceId);
    });
  };
}

/** The invoice that a refund belongs to. */
async function invoiceOf(tx: Tx, cooperativeId: string, id: string): Promise<Invoice | null> {
  const refund = await findRefund(tx, cooperativeId, id);
  // Looked for even where there is none: a foreign refund takes as long as one that is not there.
  return (await findInvoice(tx, cooperativeId, refund?.invoiceId ?? '')) ?? null;
}

/** What is another co-op's cannot be told from what is not. */
function noRefund(id: string) {
  return COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
}

async function sendAgain(tx: Tx, cooperativeId: string, again: { id: string; did: string }): Promise<string> {
  // The invoice first, as every change of its money has it: what is owed back stays as read.
  const { invoiceId } = (await findRefund(tx, cooperativeId, again.id)) ?? {};
  const invoice = invoiceId && (await lockInvoice(tx, cooperativeId, invoiceId));
  const failed = await findRefund(tx, cooperativeId, again.id);
  if (!invoice || !failed) throw noRefund(again.id);
  const state = paymentState(failed);
  if ((state !== 'FAILED' && state !== 'RETURNED') || (await isFollowed(tx, failed))) {
    throw ERRORS.REFUND_NOT_FAILED.raise('This refund has not failed, or was sent again.', { state });
  }
  const { leavingMinor } = await sumRefunds(tx, cooperativeId, invoiceId);
  const owedMinor = owedBackMinor(invoice) - leavingMinor;
  if (owedMinor <= 0n) {
    const facts = { claimMinor: claimMinor(invoice).toString() };
    throw ERRORS.REFUND_NOT_OWED.raise(
      'The buyer is owed nothing back: the payment went back by itself.',
      facts,
    );
  }
  const { creditNoteId, currency } = failed;
  const amountMinor = failed.amountMinor < owedMinor ? failed.amountMinor : owedMinor;
  const id = newId('pay');
  const part = { invoiceId, creditNoteId, amountMinor, taxMinor: 0n, currency, method: 'default' };
  await insertTransfer(tx, { cooperativeId, id, purpose: 'REFUND', followsId: failed.id, ...part });
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
