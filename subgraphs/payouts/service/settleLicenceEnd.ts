import { endOf, INVOICE_AT_END, unusedPart } from '../../kit/domain/licenceAndMoney.js';
import type { EndCause, UnusedTerm } from '../../kit/domain/licenceAndMoney.js';
import type { Tx } from '../../kit/store/tx.js';
import { chargeOf } from '../domain/invoice.js';
import { lockInvoiceOfLicence } from '../store/invoiceStore.js';
import { noteEnd } from '../store/licenceStore.js';
import { cancelInvoice } from './cancelInvoice.js';
import { creditInvoice, REASON_LENGTH_MAX } from './creditInvoice.js';

/** The end of a licence, as data journals it. */
export interface EndedLicence {
  licence: string;
  reason: string;
  cause?: EndCause;
  unused?: UnusedTerm | null;
}

/** Does to the invoice of a licence what follows from its end, once. */
export async function settleLicenceEnd(tx: Tx, cooperativeId: string, ended: EndedLicence): Promise<void> {
  if (!(await noteEnd(tx, cooperativeId, ended.licence))) return;
  const invoice = await lockInvoiceOfLicence(tx, cooperativeId, ended.licence);
  if (!invoice) return;
  const follows = INVOICE_AT_END[endOf(ended)][invoice.state];
  if (follows === 'NOTHING') return;
  if (follows === 'CANCEL') return cancelInvoice(tx, invoice);
  const { amountMinor: whole } = chargeOf(invoice);
  const amountMinor = follows === 'CREDIT_ALL' ? whole : unusedPart(whole, ended.unused!);
  if (amountMinor === 0n) return;
  await creditInvoice(tx, invoice, {
    amountMinor,
    reason: shortened(ended.reason),
    by: { actorRole: 'SERVICE' },
  });
}

/** A licence may be ended in more words than a credit note has room for. */
function shortened(reason: string): string {
  return reason.length > REASON_LENGTH_MAX ? `${reason.slice(0, REASON_LENGTH_MAX - 1)}…` : reason;
}
