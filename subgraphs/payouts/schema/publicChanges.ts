import type * as entries from '../../kit/contracts/entries/payouts.js';
import { NOTHING_PUBLIC } from '../../kit/journal/publicChanges.js';
import type { PublicChangesOf } from '../../kit/journal/publicChanges.js';

const OF_RUN = { entities: { DividendRun: 'run' }, ofCooperative: true } as const;

/** What this service's entries change of dividend runs, whose totals alone are public here. */
export const PUBLIC_CHANGES: PublicChangesOf<typeof entries> = {
  RunSnapshotted: OF_RUN,
  RunAllocated: OF_RUN,
  RunPosted: OF_RUN,
  PeriodClosed: OF_RUN,
  DividendCredited: NOTHING_PUBLIC,
  CostRecorded: NOTHING_PUBLIC,
  CostProposed: NOTHING_PUBLIC,
  CostApproved: NOTHING_PUBLIC,
  CostWithdrawn: NOTHING_PUBLIC,
  CostReversalAsked: NOTHING_PUBLIC,
  CostReversed: NOTHING_PUBLIC,
  InvoiceIssued: NOTHING_PUBLIC,
  InvoicePaid: NOTHING_PUBLIC,
  InvoiceRefused: NOTHING_PUBLIC,
  InvoiceCancelled: NOTHING_PUBLIC,
  InvoiceReopened: NOTHING_PUBLIC,
  ClaimChanged: NOTHING_PUBLIC,
  PaymentRequested: NOTHING_PUBLIC,
  PaymentFailed: NOTHING_PUBLIC,
  PaymentReturned: NOTHING_PUBLIC,
  PaymentUnexpected: NOTHING_PUBLIC,
  PayoutRequested: NOTHING_PUBLIC,
  PayoutDestinationAdded: NOTHING_PUBLIC,
  PayoutDestinationRemoved: NOTHING_PUBLIC,
  PayoutSettled: NOTHING_PUBLIC,
  PayoutFailed: NOTHING_PUBLIC,
  PayoutUnclaimed: NOTHING_PUBLIC,
  UnclaimedClaimed: NOTHING_PUBLIC,
  UnclaimedForfeited: NOTHING_PUBLIC,
  CreditNoteIssued: NOTHING_PUBLIC,
  RefundRequested: NOTHING_PUBLIC,
  RefundSettled: NOTHING_PUBLIC,
  RefundFailed: NOTHING_PUBLIC,
  RefundStopped: NOTHING_PUBLIC,
  RefundReturned: NOTHING_PUBLIC,
  Staked: NOTHING_PUBLIC,
  Unstaked: NOTHING_PUBLIC,
  MemberLeft: NOTHING_PUBLIC,
  MemberErased: NOTHING_PUBLIC,
};
