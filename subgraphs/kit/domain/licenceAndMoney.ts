/**
 * What a licence and its money do to each other: one table for both services, each of which acts on its half when it reads
 * the other's journal. Every pair has a cell, so the order in which the two journals are read changes nothing: what
 * follows has followed already, or follows now.
 *
 * @see payouts/decisions/0009-licence-and-money-end-together.md
 */

/** Why a licence ends before its term is over. */
export const END_CAUSES = ['WITHDRAWN', 'CREDITED', 'PROHIBITED'] as const;
export type EndCause = (typeof END_CAUSES)[number];

/** How a licence ended, as far as money must know. */
export type LicenceEnd = 'BEFORE_FORCE' | 'IN_FORCE' | 'CREDITED';

/** The part of its term that a licence in force had left, in milliseconds as decimal strings. */
export interface UnusedTerm {
  readonly left: string;
  readonly whole: string;
}

/** How a licence ended. @param end - as its journal entry has it; entries of earlier versions ended none that was in force. */
export function endOf(end: { readonly cause?: EndCause; readonly unused?: UnusedTerm | null }): LicenceEnd {
  if (end.cause === 'CREDITED') return 'CREDITED';
  return end.unused ? 'IN_FORCE' : 'BEFORE_FORCE';
}

/**
 * What becomes of an invoice. CANCEL: nothing is asked for any more. CREDIT_ALL: it is credited, and what was paid
 * refunded. CREDIT_UNUSED: the part for the rest of the term is.
 */
export type InvoiceFollows = 'NOTHING' | 'CANCEL' | 'CREDIT_ALL' | 'CREDIT_UNUSED';

type InvoiceState = 'ISSUED' | 'OVERDUE' | 'PAID' | 'CREDITED' | 'CANCELLED';

/**
 * The end of a licence does this to its own invoice, whoever ended it. Invoices of computations stay: they were made.
 *
 * Nobody pays for what never came into force. What was used stays paid, or owed where the payment has gone back.
 */
export const INVOICE_AT_END = {
  BEFORE_FORCE: {
    ISSUED: 'CANCEL',
    OVERDUE: 'CANCEL',
    PAID: 'CREDIT_ALL',
    CREDITED: 'NOTHING',
    CANCELLED: 'NOTHING',
  },
  IN_FORCE: {
    ISSUED: 'CREDIT_UNUSED',
    OVERDUE: 'CREDIT_UNUSED',
    PAID: 'CREDIT_UNUSED',
    CREDITED: 'NOTHING',
    CANCELLED: 'NOTHING',
  },
  // The credit came first. What of it is not so is a later matter of the invoice's.
  CREDITED: {
    ISSUED: 'NOTHING',
    OVERDUE: 'NOTHING',
    PAID: 'NOTHING',
    CREDITED: 'NOTHING',
    CANCELLED: 'NOTHING',
  },
} as const satisfies Record<LicenceEnd, Record<InvoiceState, InvoiceFollows>>;

/** What happened to the money of a licence's own invoice. UNPAID: the payment has gone back. */
export type MoneyNews = 'PAID' | 'UNPAID' | 'CREDITED_IN_PART' | 'CREDITED';

/**
 * What becomes of a licence. NOTE: it is known to be paid, or not to be; it comes into force, rests and goes on with that.
 * END: it is TERMINATED, jobs that wait are refused.
 */
export type LicenceFollows = 'NOTHING' | 'NOTE' | 'END';

type LicenceState = 'REQUESTED' | 'OFFERED' | 'ACCEPTED' | 'AGREED' | 'VERIFIED' | 'FINALIZED' | 'TERMINATED';

const BEFORE_AN_INVOICE = { REQUESTED: 'NOTHING', OFFERED: 'NOTHING', ACCEPTED: 'NOTHING' } as const;

/** Money does this to its licence. A payment that comes after the end finds its invoice cancelled and is refunded there. */
export const LICENCE_ON_MONEY = {
  PAID: { ...BEFORE_AN_INVOICE, AGREED: 'NOTE', VERIFIED: 'NOTE', FINALIZED: 'NOTE', TERMINATED: 'NOTHING' },
  UNPAID: {
    ...BEFORE_AN_INVOICE,
    AGREED: 'NOTE',
    VERIFIED: 'NOTE',
    FINALIZED: 'NOTE',
    TERMINATED: 'NOTHING',
  },
  CREDITED_IN_PART: {
    ...BEFORE_AN_INVOICE,
    AGREED: 'NOTHING',
    VERIFIED: 'NOTHING',
    FINALIZED: 'NOTHING',
    TERMINATED: 'NOTHING',
  },
  CREDITED: { ...BEFORE_AN_INVOICE, AGREED: 'END', VERIFIED: 'END', FINALIZED: 'END', TERMINATED: 'NOTHING' },
} as const satisfies Record<MoneyNews, Record<LicenceState, LicenceFollows>>;

/**
 * The price of the rest of a term, rounded up: the buyer, who did not end it, loses no part of a unit.
 *
 * @param amountMinor - what is asked for the whole term, zero or more.
 * @returns from zero to that amount.
 */
export function unusedPart(amountMinor: bigint, { left, whole }: UnusedTerm): bigint {
  const [leftMs, wholeMs] = [BigInt(left), BigInt(whole)];
  const part = (amountMinor * leftMs + wholeMs - 1n) / wholeMs;
  return part < amountMinor ? part : amountMinor;
}
