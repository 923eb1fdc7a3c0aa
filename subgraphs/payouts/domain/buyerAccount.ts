import { posting } from './posting.js';
import type { Leg, Posting, TransactionKind } from './posting.js';
import type { AccountRef } from './chart.js';

/** How a buyer and a co-op stand with one another. Amounts are minor units of the co-op's currency. */
export interface BuyerAccount {
  cooperativeId: string;
  buyerId: string;
  currency: string;
  /** Paid in advance, less what was spent or given back; below zero when a spent prepayment was charged back. */
  prepaidMinor: bigint;
  /** Owed for computations, of all invoices. */
  feesOwedMinor: bigint;
  /** Owed in all: on invoices, and by claims. */
  owedMinor: bigint;
  /** What the buyer got back beyond what they had paid, on invoices and in advance. */
  claimMinor: bigint;
  /** First instant at which something that is owed is overdue; null where nothing is owed on an invoice. */
  dueAt: Date | null;
  /** Grows with every change. */
  version: bigint;
}

/** What stands in the accounts for a prepayment: what is left of it, or else the claim on its buyer. */
function booksOf(ownerId: string, prepaidMinor: bigint): Leg[] {
  const left = prepaidMinor > 0n ? prepaidMinor : 0n;
  return [
    { account: { code: 'liabilities:prepaid', ownerId }, amountMinor: -left },
    { account: { code: 'assets:claims', ownerId }, amountMinor: left - prepaidMinor },
  ];
}

/** Where the other side of a change of a prepayment stands: with the rail, or on its way back to the buyer. */
export type Counterpart = 'assets:settlement' | 'liabilities:refunds';

/** Moves the ledger from one state of a prepayment to another. */
export function prepaidChanged(
  { buyerId, currency, prepaidMinor: before }: Pick<BuyerAccount, 'buyerId' | 'currency' | 'prepaidMinor'>,
  after: bigint,
  { kind, sourceId, counterpart }: { kind: TransactionKind; sourceId: string; counterpart: Counterpart },
): Posting | undefined {
  const [was, is] = [booksOf(buyerId, before), booksOf(buyerId, after)];
  const moved = is.map((leg, at): Leg => ({ ...leg, amountMinor: leg.amountMinor - was[at]!.amountMinor }));
  const account: AccountRef =
    counterpart === 'liabilities:refunds' ? { code: counterpart, ownerId: buyerId } : { code: counterpart };
  return posting(kind, sourceId, currency, [...moved, { account, amountMinor: after - before }]);
}
