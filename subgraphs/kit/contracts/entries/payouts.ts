import { z } from 'zod';
import { ALLOCATION_BASES } from '../charterTerms.js';
import { entriesOf } from '../entry.js';
import { addedLater, count, currency, digest, id, instant, money, version } from '../parts.js';

/** What payouts' journal says. */
const entry = entriesOf('payouts');

const memberId = id('mem');
/** Null where the member was forgotten before. */
const maybeMember = memberId.nullable();
const invoice = id('inv');
const licence = id('lic');
const buyer = id('org');
const run = id('run');
const failure = z.string().nullable();
/** Null for the licence's own invoice; entries from before computations were billed do not say it. */
const job = addedLater(id('job').nullable());
/** Of entries about one member's money. */
const OWN_MONEY = { opensTo: 'SUBJECT_ALONE' } as const;
const aboutInvoice = { licence, job, buyer };
const aboutPayment = { payment: id('pay'), invoice, ...aboutInvoice, amount: money };
const aboutRefund = { payment: id('pay'), invoice, licence, buyer, amount: money };

export const InvoiceIssued = entry('InvoiceIssued', {
  private: { ...aboutInvoice, invoice, amount: money, dueAt: instant },
});

/** A price in another currency than the co-op settles in. */
export const InvoiceRefused = entry('InvoiceRefused', {
  private: { ...aboutInvoice, reason: z.literal('CURRENCY_MISMATCH'), currency },
});

/** `first` says whether it is this that brings a licence into force. What is free was paid without a payment. */
export const InvoicePaid = entry('InvoicePaid', {
  private: { ...aboutInvoice, invoice, amount: money, payment: id('pay').optional(), first: z.boolean() },
});

export const InvoiceCancelled = entry('InvoiceCancelled', { private: { invoice, licence, buyer } });

/** It is owed again by something else than a payment of its own that came back. */
export const InvoiceReopened = entry('InvoiceReopened', {
  private: { ...aboutInvoice, invoice, owed: money },
});

/** What the buyer got back of it beyond what they had paid, from now on; nothing when that is settled. */
export const ClaimChanged = entry('ClaimChanged', { private: { ...aboutInvoice, invoice, claim: money } });

export const PaymentRequested = entry('PaymentRequested', {
  private: { payment: id('pay'), invoice, buyer, amount: money },
});

export const PaymentFailed = entry('PaymentFailed', { private: { ...aboutPayment, failure } });

/** `unpaid` says whether the invoice is due again. */
export const PaymentReturned = entry('PaymentReturned', {
  private: { ...aboutPayment, unpaid: z.boolean() },
});

/** Money for an invoice that awaits none: the refund gives it back. */
export const PaymentUnexpected = entry('PaymentUnexpected', {
  private: { ...aboutPayment, refund: id('pay') },
});

/** `whole` says whether nothing is asked for the invoice any more. */
export const CreditNoteIssued = entry('CreditNoteIssued', {
  private: {
    ...{ creditNote: id('crn'), invoice, ...aboutInvoice, amount: money, reason: z.string() },
    whole: addedLater(z.boolean()),
  },
});

/** A refund that failed is sent again, as another payment. */
export const RefundRequested = entry('RefundRequested', {
  private: { payment: id('pay'), follows: id('pay'), invoice, amount: money },
});
export const RefundSettled = entry('RefundSettled', { private: aboutRefund });
export const RefundFailed = entry('RefundFailed', { private: aboutRefund });
/** Held back before it left, as the payment that it would have refunded went back by itself. */
export const RefundStopped = entry('RefundStopped', { private: aboutRefund });
export const RefundReturned = entry('RefundReturned', { private: aboutRefund });

const aboutPrepayment = { payment: id('pay'), buyer, amount: money };

/** A buyer pays in advance for computations. */
export const PrepaymentRequested = entry('PrepaymentRequested', { private: aboutPrepayment });
export const PrepaymentReceived = entry('PrepaymentReceived', { private: aboutPrepayment });
export const PrepaymentFailed = entry('PrepaymentFailed', { private: aboutPrepayment });
export const PrepaymentReturned = entry('PrepaymentReturned', { private: aboutPrepayment });

/** The buyer asks for what is left of it; data, which knows what is reserved, says how much that is. */
export const PrepaymentWithdrawalRequested = entry('PrepaymentWithdrawalRequested', {
  private: { withdrawal: id('pwd'), buyer },
});

/**
 * How a buyer stands with the co-op, whole, so that the highest version is all that counts. `prepaid` is below zero when a
 * spent prepayment was charged back; `dueAt` is when the oldest of what is owed is, or was, due. In the same breath it says
 * which computation was billed, or which withdrawal carried out, so that nothing counts twice or not at all.
 */
export const BuyerAccountChanged = entry('BuyerAccountChanged', {
  private: {
    ...{ buyer, version: z.string().regex(/^\d{1,18}$/), prepaid: money, feesOwed: money, claim: money },
    ...{ dueAt: instant.nullable(), billed: id('job').nullable(), released: id('pwd').nullable() },
  },
});

/** A cost within what a steward spends alone; `receiptDigest` is the SHA-256 of the receipt's file. */
export const CostRecorded = entry('CostRecorded', {
  private: {
    cost: id('cst'),
    amount: money,
    description: z.string(),
    receiptDigest: addedLater(digest),
  },
});

/** A cost that waits for a second person. */
export const CostProposed = entry('CostProposed', {
  private: { cost: id('cst'), amount: money, description: z.string(), receiptDigest: digest },
});
/** The second person has agreed: it is posted. */
export const CostApproved = entry('CostApproved', { private: { cost: id('cst'), amount: money } });
export const CostWithdrawn = entry('CostWithdrawn', { private: { cost: id('cst'), reason: z.string() } });
/** Somebody asks to take back a posted cost, and a second person has agreed. */
export const CostReversalAsked = entry('CostReversalAsked', {
  private: { cost: id('cst'), reason: z.string() },
});
export const CostReversed = entry('CostReversed', { private: { cost: id('cst'), amount: money } });

export const RunSnapshotted = entry('RunSnapshotted', {
  private: {
    run,
    from: instant,
    until: instant,
    policyVersion: version,
    basis: z.enum(ALLOCATION_BASES),
    memberCount: count,
  },
});

/** Without a proof where there was nobody to divide among. */
export const RunAllocated = entry('RunAllocated', {
  public: { proofRoot: digest.optional() },
  private: { run, dividends: count },
});

export const DividendCredited = entry('DividendCredited', {
  ...OWN_MONEY,
  private: { run, dividend: id('dvd'), memberId: maybeMember, amount: money, tax: money },
});

export const RunPosted = entry('RunPosted', { private: { run } });

export const PeriodClosed = entry('PeriodClosed', {
  public: { proofRoot: digest.optional() },
  private: {
    run,
    period: z.object({ from: instant, until: instant }),
    totals: z.object({
      revenue: money,
      costs: money,
      reserve: money,
      commons: money,
      reinvested: money,
      pool: money,
    }),
    memberCount: count,
    proofRoot: digest.nullable(),
  },
});

export const PayoutDestinationAdded = entry('PayoutDestinationAdded', {
  ...OWN_MONEY,
  private: { memberId, usableAt: instant },
});

/** By the member, or because they disowned the session in which it was named. */
export const PayoutDestinationRemoved = entry('PayoutDestinationRemoved', {
  ...OWN_MONEY,
  private: { memberId, by: z.enum(['MEMBER', 'SESSION_END']) },
});

export const PayoutRequested = entry('PayoutRequested', {
  ...OWN_MONEY,
  private: { payout: id('pyt'), memberId: maybeMember, amount: money },
});
export const PayoutSettled = entry('PayoutSettled', {
  ...OWN_MONEY,
  private: { payout: id('pyt'), memberId: maybeMember, amount: money, failure },
});
export const PayoutFailed = entry('PayoutFailed', {
  ...OWN_MONEY,
  private: { payout: id('pyt'), memberId: maybeMember, amount: money, failure },
});

const unclaimed = id('ucl');

/** What came back to somebody who was erased: it names nobody. */
export const PayoutUnclaimed = entry('PayoutUnclaimed', {
  ...OWN_MONEY,
  private: { unclaimed, payout: id('pyt'), amount: money },
});
export const UnclaimedClaimed = entry('UnclaimedClaimed', {
  ...OWN_MONEY,
  private: { unclaimed, payout: id('pyt'), amount: money },
});
/** Nobody has claimed it in time. */
export const UnclaimedForfeited = entry('UnclaimedForfeited', {
  ...OWN_MONEY,
  private: { unclaimed, amount: money },
});

export const Staked = entry('Staked', {
  ...OWN_MONEY,
  private: { memberId, amount: money, lockedUntil: instant },
});
export const Unstaked = entry('Unstaked', { ...OWN_MONEY, private: { memberId, amount: money } });

/** Payouts has let go of a member who leaves: their balance is paid, or held as the charter has it. */
export const MemberLeft = entry('MemberLeft', {
  private: { memberId, balance: z.enum(['HELD', 'SETTLED']) },
});

/** Payouts' part of an erasure. */
export const MemberErased = entry('MemberErased', { private: { memberId } });
