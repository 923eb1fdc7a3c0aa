import { TRANSACTION_KINDS } from './posting.js';
import type { TransactionKind } from './posting.js';

/** Fewest members whose money one sum of a period holds; as many as a computation has to hold at least. */
export const PAYEES_MIN = 10;

/**
 * Kinds that move money of single members and whose sums are shown. Dividends are not among them, since their sum is the
 * pool of a run, which is public.
 */
const OF_MEMBERS: ReadonlySet<TransactionKind> = new Set<TransactionKind>([
  'PAYOUT_SETTLED',
  'STAKED',
  'UNSTAKED',
]);

/**
 * Kinds of which no sum is shown. Next to that of what has arrived, each would tell by the difference what is on its way,
 * or came back, of a single member.
 */
const NEVER_SHOWN: ReadonlySet<TransactionKind> = new Set<TransactionKind>([
  'PAYOUT_REQUESTED',
  'PAYOUT_RETURNED',
  'PAYOUT_UNCLAIMED',
  'UNCLAIMED_CLAIMED',
  'UNCLAIMED_FORFEITED',
]);

export const SHOWN_KINDS = TRANSACTION_KINDS.filter((kind) => !NEVER_SHOWN.has(kind));

/** What was posted of one kind in a span of closed periods. */
export interface KindSum {
  kind: TransactionKind;
  /** Debits, which are as much as credits: minor units, above zero. */
  amountMinor: bigint;
  /** Members whose balances it moved. */
  payees: number;
}

/** Whether a sum is shown, or waits for a later period in which enough members have joined it. */
export function isShown({ kind, payees }: KindSum): boolean {
  return !OF_MEMBERS.has(kind) || payees >= PAYEES_MIN;
}
