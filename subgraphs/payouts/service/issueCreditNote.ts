import { CreditNoteIssued } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import type { CreditNote } from '../domain/creditNote.js';
import { ERRORS } from '../domain/errors.js';
import { creditOf } from '../domain/invoice.js';
import type { Invoice, Taxed } from '../domain/invoice.js';
import { invoiceCredited } from '../domain/invoicePostings.js';
import { insertCreditNote, readCreditNote } from '../store/creditNoteStore.js';
import { addCredit, lockInvoice } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';
import { insertTransfer, paymentUnderWay } from '../store/transferStore.js';
import { requireAboveZero, requireText } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';
import { readInvoices } from './readInvoices.js';

export interface IssueCreditNote {
  invoice: string;
  amountMinor: bigint;
  reason: string;
  idempotencyKey: string;
}

const REASON_LENGTH_MAX = 500;

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
  { cooperativeId, invoice: invoiceId, amountMinor, reason, did }: Credit,
): Promise<string> {
  const invoice = await lockInvoice(tx, cooperativeId, invoiceId);
  if (!invoice) throw COMMON.NOT_FOUND.raise('There is no such invoice.', { id: invoiceId });
  if (await paymentUnderWay(tx, cooperativeId, invoiceId)) {
    throw ERRORS.PAYMENT_IN_PROGRESS.raise('A payment of this invoice is under way.', { invoice: invoiceId });
  }
  const part = creditOf(invoice, amountMinor);
  const id = newId('crn');
  const { currency } = invoice;
  await insertCreditNote(tx, {
    cooperativeId,
    id,
    invoiceId,
    ...part,
    currency,
    reason,
    issuedAt: tx.now,
  });
  await addCredit(tx, invoice, part);
  const paid = invoice.paidAt !== null;
  await post(tx, cooperativeId, invoiceCredited({ ...invoice, invoiceId }, id, part, paid));
  if (paid) await refund(tx, invoice, id, part);
  const { licenceId: licence, buyerId: buyer } = invoice;
  tx.append(CreditNoteIssued, {
    cooperative: cooperativeId,
    actorRole: 'STEWARD',
    actor: did,
    private: {
      creditNote: id,
      invoice: invoiceId,
      licence,
      buyer,
      amount: moneyJson(amountMinor, currency),
      reason,
    },
  });
  return id;
}

/** The money goes back the way the rail has on file for the buyer. */
async function refund(tx: Tx, invoice: Invoice, creditNoteId: string, part: Taxed): Promise<void> {
  const { cooperativeId, id: invoiceId, currency } = invoice;
  const way = { currency, method: 'default' };
  const id = newId('pay');
  await insertTransfer(tx, {
    cooperativeId,
    id,
    purpose: 'REFUND',
    invoiceId,
    creditNoteId,
    ...part,
    ...way,
  });
}
