/** What a rail can say of a transfer. Each is said once or more, in any order, late or never. */
export type TransferFact = 'SETTLED' | 'FAILED' | 'RETURNED';

/** The facts known of a transfer, each with the instant at which it was first known. */
export interface TransferFacts {
  settledAt: Date | null;
  failedAt: Date | null;
  returnedAt: Date | null;
  /** When it was held back, before the rail had heard of it. */
  stoppedAt: Date | null;
}

/** What the ledger holds of a transfer; EXCESS is money for an invoice that did not wait for it. */
export type Booked = 'PENDING' | 'SETTLED' | 'EXCESS' | 'UNDONE';

/** Buyers pay invoices, and job fees in advance; both may go back. Members are paid out. */
export type TransferPurpose = 'INVOICE' | 'REFUND' | 'PREPAYMENT' | 'PREPAYMENT_REFUND' | 'PAYOUT';

/** Money on its way through the rail: a buyer's payment, its refund, or a member's payout. */
export interface Transfer extends TransferFacts {
  cooperativeId: string;
  id: string;
  purpose: TransferPurpose;
  /** Of a payment and its refund. */
  invoiceId: string | null;
  creditNoteId: string | null;
  /** Of a refund that is sent again: the one that failed. */
  followsId: string | null;
  /** Of a prepayment and its refund. */
  buyerId: string | null;
  /** Of a payout: whose balance it came from. */
  accountId: string | null;
  amountMinor: bigint;
  taxMinor: bigint;
  currency: string;
  /** A token of the rail. */
  method: string;
  requestedAt: Date;
  /** Why it failed, in the words of the rail. */
  failure: string | null;
  booked: Booked;
}

export type PaymentState = 'PENDING' | 'SUCCEEDED' | 'FAILED' | 'RETURNED' | 'STOPPED';

export type PayoutState = 'REQUESTED' | 'SETTLED' | 'FAILED';

/**
 * The state of a payment, from what is known and not from what was heard last, so that the order in which a
 * rail's messages arrive changes nothing: a return outweighs the settlement before it, which outweighs a failed
 * attempt. What was stopped before it was ordered is heard of no more.
 */
export function paymentState({ settledAt, failedAt, returnedAt, stoppedAt }: TransferFacts): PaymentState {
  if (returnedAt) return 'RETURNED';
  if (settledAt) return 'SUCCEEDED';
  if (failedAt) return 'FAILED';
  return stoppedAt ? 'STOPPED' : 'PENDING';
}

/**
 * The same for money on its way to a member, where failure outweighs settlement: should a rail contradict
 * itself, the member still has the money in the balance, and reconciliation shows the difference.
 */
export function payoutState({ settledAt, failedAt, returnedAt }: TransferFacts): PayoutState {
  if (returnedAt || failedAt) return 'FAILED';
  return settledAt ? 'SETTLED' : 'REQUESTED';
}

/** A transfer of which nothing more need be asked; a return may still be told. */
export function isDecided(facts: TransferFacts): boolean {
  return paymentState(facts) !== 'PENDING';
}
