import { enumOf } from '../../kit/schema/enumOf.js';
import type { AccountKind } from '../domain/chart.js';
import type { CostState } from '../domain/cost.js';
import type { HeldFor } from '../domain/heldMoney.js';
import type { InvoiceState } from '../domain/invoice.js';
import type { TransactionKind } from '../domain/posting.js';
import type { RunState } from '../domain/run.js';
import type { PaymentState, PayoutState } from '../domain/transfer.js';

export const AccountKindEnum = enumOf<AccountKind>('AccountKind', 'What an account counts.', {
  ASSET: 'What the co-op has.',
  LIABILITY: 'What it owes.',
  REVENUE: 'What it has earned.',
  EXPENSE: 'What it has spent.',
  FUND: 'What it keeps for a purpose.',
});

export const CostStateEnum = enumOf<CostState>('CostState', 'Where a cost stands.', {
  PENDING: 'It waits for a second person; nothing is posted.',
  RECORDED: 'It is posted.',
  WITHDRAWN: 'It was taken back before it was posted.',
  REVERSAL_PENDING: 'It is posted, and somebody asks to take it back.',
  REVERSED: 'Two have taken it back.',
});

export const HeldForEnum = enumOf<HeldFor>('HeldFor', 'For whom money is kept.', {
  COOPERATIVE: 'The co-op, to be spent.',
  MEMBERS: 'The members, to be divided.',
  TAX_OFFICE: 'The tax office, to be remitted.',
  CLAIMANTS: 'People who were erased, and may claim it.',
  LAW: 'Whom the law names: nobody claimed it in time.',
});

export const InvoiceStateEnum = enumOf<InvoiceState>('InvoiceState', 'Where an invoice stands.', {
  ISSUED: 'To be paid by its due date.',
  PAID: 'Paid.',
  OVERDUE: 'Not paid by its due date.',
  CREDITED: 'Given back by a credit note.',
  CANCELLED: 'Ended unpaid with its licence.',
});

export const TransactionKindEnum = enumOf<TransactionKind>(
  'TransactionKind',
  'What a ledger transaction was made for.',
  {
    INVOICE_ISSUED: 'A buyer owes an invoice.',
    INVOICE_CANCELLED: 'A buyer owes it no longer.',
    INVOICE_CREDITED: 'A credit note gives an invoice back.',
    PAYMENT_RECEIVED: 'A buyer has paid an invoice.',
    PAYMENT_RETURNED: 'A payment was taken back by the rail.',
    PAYMENT_UNEXPECTED: 'Money came for an invoice that awaits none.',
    PREPAYMENT_RECEIVED: 'A buyer has paid in advance for computations.',
    PREPAYMENT_RETURNED: 'Such a payment was taken back by the rail.',
    PREPAYMENT_APPLIED: 'An invoice of a computation is paid from what was paid in advance.',
    PREPAYMENT_RELEASED: 'What was left of it is owed back to the buyer.',
    PREPAYMENT_KEPT: 'It could not be given back, and may be spent again.',
    REFUND_SENT: 'Money goes back to a buyer.',
    REFUND_RETURNED: 'A refund came back.',
    COST_RECORDED: 'The co-op has spent.',
    COST_REVERSED: 'A cost was taken back.',
    PERIOD_CLOSED: 'A period’s revenue and costs are divided among the funds and the pool.',
    DIVIDEND_CREDITED: 'A member’s part of a pool stands in their balance.',
    PAYOUT_REQUESTED: 'A balance is on its way to its member.',
    PAYOUT_SETTLED: 'The rail has paid it.',
    PAYOUT_RETURNED: 'It came back into the balance.',
    PAYOUT_UNCLAIMED: 'It came back to somebody who was erased.',
    UNCLAIMED_CLAIMED: 'They have claimed it: it is on its way again.',
    UNCLAIMED_FORFEITED: 'Nobody claimed it in time.',
    STAKED: 'A member has staked part of their balance.',
    UNSTAKED: 'A stake went back into the balance.',
  },
);

export const RunStateEnum = enumOf<RunState>('RunState', 'How far a dividend run has come.', {
  SNAPSHOTTED: 'What the members are measured by is fixed.',
  ALLOCATED: 'The pool is divided.',
  POSTED: 'Each part stands in its member’s balance.',
  CLOSED: 'Nothing is left to do.',
});

export const PaymentStateEnum = enumOf<PaymentState>(
  'PaymentState',
  'What is known of a payment, whatever order it was heard in.',
  {
    PENDING: 'Ordered; the rail has not said how it ended.',
    SUCCEEDED: 'The money has come.',
    FAILED: 'The money has not come.',
    RETURNED: 'The money had come and went back.',
    STOPPED: 'Given up before the rail took it: nothing is owed any more.',
  },
);

export const PayoutStateEnum = enumOf<PayoutState>(
  'PayoutState',
  'What is known of a payout; one that failed is back in the balance.',
  {
    REQUESTED: 'Ordered; the rail has not said how it ended.',
    SETTLED: 'Paid.',
    FAILED: 'Not paid, or returned.',
  },
);

export const PaymentPurposeEnum = enumOf('PaymentPurpose', 'Which way the money goes.', {
  INVOICE: 'From the buyer, for an invoice.',
  REFUND: 'Back to the buyer.',
  PREPAYMENT: 'From the buyer, in advance for computations.',
  PREPAYMENT_REFUND: 'Back to the buyer, what was left of it.',
});

export const DividendStateEnum = enumOf('DividendState', 'Whether a dividend stands in the balance yet.', {
  ALLOCATED: 'Not yet: its run is not posted.',
  CREDITED: 'It does.',
});
