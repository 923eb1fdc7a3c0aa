import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import type { CreditNote } from '../domain/creditNote.js';
import { ERRORS } from '../domain/errors.js';
import { readCreditNote } from '../store/creditNoteStore.js';
import { lockInvoice } from '../store/invoiceStore.js';
import { paymentUnderWay } from '../store/transferStore.js';
import { creditInvoice, REASON_LENGTH_MAX } from './creditInvoice.js';
import { requireAboveZero, requireText } from './input.js';
import type { PayoutsPorts } from './ports.js';
import { readInvoices } from './readInvoices.js';

export interface IssueCreditNote {
  invoice: string;
  amountMinor: bigint;
  reason: string;
  idempotencyKey: string;
}

/**
 * Credits an invoice, in whole or in part: one that is not paid asks for less, of one that is paid the amount is
 * refunded. Nobody credits while a payment is under way, as its outcome decides which.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND for whoever may not see it, FORBIDDEN for other than stewards, BAD_USER_INPUT,
 *   IDEMPOTENCY_KEY_REUSED, PAYMENT_IN_PROGRESS, INVOICE_NOT_PAYABLE, CREDIT_EXCEEDS_INVOICE, in this order.
 */
export function issueCreditNote(ports: PayoutsPorts) {
  const { store } = ports;
  const invoices = readInvoices(ports);
  return async (viewer: Viewer, input: IssueCreditNote): Promise<CreditNote> => {
    const { cooperativeId } = await invoices.one(viewer, input.invoice);
    const standing = await viewer.requireSteward(cooperativeId);
    const amountMinor = requireAboveZero(input.amountMinor);
    const reason = requireText(input.reason, 'reason', REASON_LENGTH_MAX);
    const { invoice, idempotencyKey: key } = input;
    const canonical = { invoice, amountMinor: amountMinor.toString(), reason };
    const operation = { actor: standing.did, operation: 'issueCreditNote', key, input: canonical };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const write = (): Promise<string> =>
        credit(tx, { cooperativeId, invoice, amountMinor, reason, did: standing.did });
      const id = await idempotent(tx, operation, write);
      return readCreditNote(tx, cooperativeId, id);
    });
  };
}

interface Credit {
  cooperativeId: string;
  invoice: string;
  amountMinor: bigint;
  reason: string;
  did: string;
}

async function credit(
  tx: Tx,
  { cooperativeId, invoice: id, amountMinor, reason, did }: Credit,
): Promise<string> {
  const invoice = await lockInvoice(tx, cooperativeId, id);
  if (!invoice) throw COMMON.NOT_FOUND.raise('There is no such invoice.', { id });
  if (await paymentUnderWay(tx, cooperativeId, id)) {
    throw ERRORS.PAYMENT_IN_PROGRESS.raise('A payment of this invoice is under way.', { invoice: id });
  }
  return creditInvoice(tx, invoice, { amountMinor, reason, by: { actorRole: 'STEWARD', actor: did } });
}
