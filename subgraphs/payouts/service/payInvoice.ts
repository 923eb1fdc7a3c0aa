import { PaymentRequested } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { ERRORS } from '../domain/errors.js';
import { requirePayable } from '../domain/invoice.js';
import type { Invoice } from '../domain/invoice.js';
import { lockInvoice, requireInvoice } from '../store/invoiceStore.js';
import { insertTransfer, paymentUnderWay } from '../store/transferStore.js';
import { requireText } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';

export interface PayInvoice {
  invoice: string;
  /** A token of the payment rail. */
  method: string;
  idempotencyKey: string;
}

/**
 * Begins the payment of all that is owed of an invoice, a claim included. The invoice is paid when the rail says so, which may be
 * later; the payment is ordered at the rail after this has been written, so that no money moves unrecorded.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN for who is no organisation, BAD_USER_INPUT, NOT_FOUND for another one's invoice,
 *   IDEMPOTENCY_KEY_REUSED, INVOICE_NOT_PAYABLE, PAYMENT_IN_PROGRESS, in this order.
 */
export function payInvoice({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: PayInvoice): Promise<Invoice> => {
    const buyer = await viewer.requireOrganization();
    const method = requireText(input.method, 'method', 100);
    const { invoice: invoiceId, idempotencyKey: key } = input;
    const cooperativeId = await whereaboutsOf(store, requireId('inv', invoiceId));
    const operation = { actor: buyer.did, operation: 'payInvoice', key, input: { invoiceId, method } };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await idempotent(tx, operation, () => beginPayment(tx, cooperativeId, buyer, { invoiceId, method }));
      return requireInvoice(tx, cooperativeId, invoiceId);
    });
  };
}

async function beginPayment(
  tx: Tx,
  cooperativeId: string,
  buyer: { id: string; did: string },
  { invoiceId, method }: { invoiceId: string; method: string },
): Promise<string> {
  const invoice = await lockInvoice(tx, cooperativeId, invoiceId);
  if (invoice?.buyerId !== buyer.id) {
    throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id: invoiceId });
  }
  const left = requirePayable(invoice, tx.now);
  if (await paymentUnderWay(tx, cooperativeId, invoiceId)) {
    throw ERRORS.PAYMENT_IN_PROGRESS.raise('A payment of this invoice is under way.', { invoice: invoiceId });
  }
  const { currency } = invoice;
  const paymentId = newId('pay');
  await insertTransfer(tx, {
    cooperativeId,
    id: paymentId,
    purpose: 'INVOICE',
    invoiceId,
    ...left,
    currency,
    method,
  });
  tx.append(PaymentRequested, {
    cooperative: cooperativeId,
    actorRole: 'BUYER',
    actor: buyer.did,
    private: {
      payment: paymentId,
      invoice: invoiceId,
      buyer: buyer.id,
      amount: moneyJson(left.amountMinor, currency),
    },
  });
  return paymentId;
}
