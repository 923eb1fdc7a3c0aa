import { CreditNoteIssued } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import { chargeOf, creditOf } from '../domain/invoice.js';
import type { Invoice } from '../domain/invoice.js';
import { insertCreditNote } from '../store/creditNoteStore.js';
import { aboutInvoice, journalTurn } from './applyChange.js';
import { changeInvoice } from './changeInvoice.js';
import { moneyJson } from './moneyJson.js';

/** Characters; the database holds it too. */
export const REASON_LENGTH_MAX = 500;

export interface Credit {
  /** With tax, above zero. */
  amountMinor: bigint;
  reason: string;
  /** A steward; or this service, for an agreement that ended. */
  by: { actorRole: 'STEWARD'; actor: string } | { actorRole: 'SERVICE' };
}

/**
 * Credits a locked invoice: less is asked for, and what is held beyond that is refunded.
 *
 * @returns the id of the credit note.
 * @throws INVOICE_NOT_PAYABLE, CREDIT_EXCEEDS_INVOICE
 */
export async function creditInvoice(
  tx: Tx,
  invoice: Invoice,
  { amountMinor, reason, by }: Credit,
): Promise<string> {
  const { cooperativeId, id: invoiceId, currency } = invoice;
  const part = creditOf(invoice, amountMinor);
  const id = newId('crn');
  const note = { cooperativeId, id, invoiceId, ...part, currency, reason, issuedAt: tx.now };
  await insertCreditNote(tx, note);
  const changed = await changeInvoice(tx, invoice, {
    kind: 'INVOICE_CREDITED',
    sourceId: id,
    facts: {
      creditedMinor: invoice.creditedMinor + part.amountMinor,
      creditedTaxMinor: invoice.creditedTaxMinor + part.taxMinor,
    },
    refunds: 'SETTLE',
    creditNoteId: id,
  });
  const amount = moneyJson(amountMinor, currency);
  const whole = chargeOf(changed.invoice).amountMinor === 0n;
  tx.append(CreditNoteIssued, {
    ...{ cooperative: cooperativeId, ...by },
    private: { creditNote: id, ...aboutInvoice(invoice), amount, reason, whole },
  });
  journalTurn(tx, changed);
  return id;
}
