import assert from 'node:assert';
import { CHART } from './chart.js';
import type { AccountRef } from './chart.js';

/** One side of a transaction: minor units, debits above zero, credits below. */
export interface Leg {
  account: AccountRef;
  amountMinor: bigint;
  /** The licence that the money belongs to, where revenue is counted by licence. */
  licenceId?: string;
}

export const TRANSACTION_KINDS = [
  'INVOICE_ISSUED',
  'INVOICE_CANCELLED',
  'INVOICE_CREDITED',
  'PAYMENT_RECEIVED',
  'PAYMENT_RETURNED',
  'PAYMENT_UNEXPECTED',
  'PREPAYMENT_RECEIVED',
  'PREPAYMENT_RETURNED',
  'PREPAYMENT_APPLIED',
  'PREPAYMENT_RELEASED',
  'PREPAYMENT_KEPT',
  'REFUND_SENT',
  'REFUND_RETURNED',
  'COST_RECORDED',
  'COST_REVERSED',
  'PERIOD_CLOSED',
  'DIVIDEND_CREDITED',
  'PAYOUT_REQUESTED',
  'PAYOUT_SETTLED',
  'PAYOUT_RETURNED',
  'PAYOUT_UNCLAIMED',
  'UNCLAIMED_CLAIMED',
  'UNCLAIMED_FORFEITED',
  'STAKED',
  'UNSTAKED',
] as const;
export type TransactionKind = (typeof TRANSACTION_KINDS)[number];

/** A balanced transaction in one currency, not yet written. Kind and source make it unique. */
export interface Posting {
  kind: TransactionKind;
  /** What it was made for: an invoice, a payment, a run… */
  sourceId: string;
  currency: string;
  legs: Leg[];
}

export const debit = (account: AccountRef, amountMinor: bigint, licenceId?: string): Leg => ({
  account,
  amountMinor,
  licenceId,
});

export const credit = (account: AccountRef, amountMinor: bigint, licenceId?: string): Leg => ({
  account,
  amountMinor: -amountMinor,
  licenceId,
});

/**
 * Makes a posting of legs, without those that move nothing.
 *
 * @returns undefined when nothing moves at all.
 */
export function posting(
  kind: TransactionKind,
  sourceId: string,
  currency: string,
  all: Leg[],
): Posting | undefined {
  const legs = all.filter((leg) => leg.amountMinor !== 0n);
  const sum = legs.reduce((total, leg) => total + leg.amountMinor, 0n);
  assert(sum === 0n, `${kind} of ${sourceId} is out of balance by ${sum}`);
  for (const { account } of legs) {
    const needsOwner = CHART[account.code].owner !== 'COOPERATIVE';
    const hasOwner = Boolean(account.ownerId ?? account.accountId);
    assert(needsOwner === hasOwner, `${account.code} with the owner ${account.ownerId ?? account.accountId}`);
  }
  return legs.length > 0 ? { kind, sourceId, currency, legs } : undefined;
}
