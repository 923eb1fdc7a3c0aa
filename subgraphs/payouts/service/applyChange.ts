import {
  ClaimChanged,
  InvoicePaid,
  InvoiceReopened,
  RefundStopped,
} from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import {
  chargeOf,
  claimMinor,
  invoiceState,
  isCovered,
  owedBackMinor,
  owedMinor,
} from '../domain/invoice.js';
import type { Invoice, InvoiceMoney } from '../domain/invoice.js';
import { invoiceChanged } from '../domain/invoicePostings.js';
import type { InvoiceEvent } from '../domain/invoicePostings.js';
import { saveInvoice } from '../store/invoiceStore.js';
import { post } from '../store/ledger.js';
import { insertTransfer, stopRefunds, sumRefunds } from '../store/transferStore.js';
import { moneyJson } from './moneyJson.js';

/** What happens to an invoice, and what becomes of refunds by it. */
export interface InvoiceChange extends InvoiceEvent {
  /** The facts that are new. */
  facts: Partial<InvoiceMoney>;
  /** A refund of its own says by itself what becomes of it. */
  refunds: 'SETTLE' | 'LEAVE';
  creditNoteId?: string;
}

export interface ChangedInvoice {
  invoice: Invoice;
  /** Whether it is paid by this, or due again. */
  turned: 'PAID' | 'UNPAID' | null;
  /** The refund that it led to. */
  refundId: string | null;
}

/**
 * Brings a locked invoice to new facts: the ledger follows, what the buyer is owed back is refunded, and a refund that has
 * not left and is owed no more is held back. Nothing else changes what is held of an invoice, or asked for it.
 * The account of its buyer follows by `keepAccount`.
 */
export async function applyChange(
  tx: Tx,
  before: Invoice,
  { facts, refunds, creditNoteId, ...event }: InvoiceChange,
): Promise<ChangedInvoice> {
  const after = datedBy(tx.now, before, { ...before, ...facts });
  await post(tx, before.cooperativeId, invoiceChanged(before, before, after, event));
  await saveInvoice(tx, after);
  journalClaim(tx, before, after);
  const refundId = refunds === 'SETTLE' ? await settleRefunds(tx, after, creditNoteId) : null;
  const turned = after.paidAt === before.paidAt ? null : after.paidAt ? 'PAID' : 'UNPAID';
  return { invoice: after, turned, refundId };
}

/** Paid from when what is asked for is held, until it is not; nothing that is asked for is not paid. */
function datedBy(now: Date, before: Invoice, after: Invoice): Invoice {
  const paidAt = !isCovered(after)
    ? null
    : (before.paidAt ?? (chargeOf(after).amountMinor > 0n && after.heldMinor > 0n ? now : null));
  const dated = { ...after, paidAt };
  return { ...dated, state: invoiceState(dated, now) };
}

/** Refunds what is owed back and is not under way; stops what is under way and is not owed back. */
async function settleRefunds(tx: Tx, invoice: Invoice, creditNoteId?: string): Promise<string | null> {
  const { cooperativeId, id, currency } = invoice;
  const owedMinor = owedBackMinor(invoice);
  const { leavingMinor, failedMinor } = await sumRefunds(tx, cooperativeId, id);
  const stopped =
    leavingMinor > owedMinor ? await stopRefunds(tx, cooperativeId, id, leavingMinor - owedMinor) : [];
  const stoppedMinor = stopped.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  for (const refund of stopped) journalStop(tx, invoice, refund);
  const missingMinor = owedMinor - (leavingMinor - stoppedMinor) - failedMinor;
  if (missingMinor <= 0n) return null;
  const refundId = newId('pay');
  await insertTransfer(tx, {
    ...{ cooperativeId, id: refundId, purpose: 'REFUND', invoiceId: id, creditNoteId: creditNoteId ?? null },
    // The money goes back the way the rail has on file for the buyer.
    ...{ amountMinor: missingMinor, taxMinor: 0n, currency, method: 'default' },
  });
  return refundId;
}

function journalStop(tx: Tx, invoice: Invoice, refund: { id: string; amountMinor: bigint }): void {
  const { licenceId: licence, buyerId: buyer, currency } = invoice;
  const amount = moneyJson(refund.amountMinor, currency);
  tx.append(RefundStopped, {
    cooperative: invoice.cooperativeId,
    actorRole: 'SERVICE',
    private: { payment: refund.id, invoice: invoice.id, licence, buyer, amount },
  });
}

function journalClaim(tx: Tx, before: Invoice, after: Invoice): void {
  const claim = claimMinor(after);
  if (claim === claimMinor(before)) return;
  tx.append(ClaimChanged, {
    cooperative: after.cooperativeId,
    actorRole: 'SERVICE',
    private: { ...aboutInvoice(after), claim: moneyJson(claim, after.currency) },
  });
}

/** Tells of an invoice that is paid, or due again, by something else than one of its payments. */
export function journalTurn(tx: Tx, { invoice, turned }: ChangedInvoice): void {
  const entry = { cooperative: invoice.cooperativeId, actorRole: 'SERVICE' } as const;
  const about = aboutInvoice(invoice);
  if (turned === 'PAID') {
    const amount = moneyJson(chargeOf(invoice).amountMinor, invoice.currency);
    tx.append(InvoicePaid, { ...entry, private: { ...about, amount, first: false } });
  }
  if (turned === 'UNPAID') {
    const owed = moneyJson(owedMinor(invoice), invoice.currency);
    tx.append(InvoiceReopened, { ...entry, private: { ...about, owed } });
  }
}

/** What every entry about an invoice says. */
export function aboutInvoice({ id, licenceId, jobId, buyerId }: Invoice) {
  return { invoice: id, licence: licenceId, job: jobId, buyer: buyerId };
}
