import { define } from '../../kit/errors/define.js';

/**
 * What this service refuses, beside the codes that all services share.
 *
 * When two refusals apply, the one that stands higher wins.
 */
export const ERRORS = {
  POLICY_MISSING: define('POLICY_MISSING', {
    means: 'No revenue policy of this co-op has reached the ledger yet.',
    retry: 'later',
  }),
  CURRENCY_MISMATCH: define('CURRENCY_MISMATCH', {
    means: 'An amount is not in the settlement currency of the co-op.',
    retry: 'corrected',
  }),
  INVOICE_NOT_PAYABLE: define('INVOICE_NOT_PAYABLE', {
    means: 'The invoice is paid, credited or cancelled.',
    retry: 'never',
  }),
  PAYMENT_IN_PROGRESS: define('PAYMENT_IN_PROGRESS', {
    means: 'A payment of this invoice is under way; what it brings must be known first.',
    retry: 'later',
  }),
  CREDIT_EXCEEDS_INVOICE: define('CREDIT_EXCEEDS_INVOICE', {
    means: 'A credit note would credit more than is left of its invoice.',
    retry: 'corrected',
  }),
  REFUND_NOT_FAILED: define('REFUND_NOT_FAILED', {
    means: 'Only a refund that failed can be sent again.',
    retry: 'never',
  }),
  REFUND_NOT_OWED: define('REFUND_NOT_OWED', {
    means: 'Nothing is owed back to the buyer any more: the payment was charged back meanwhile.',
    retry: 'never',
  }),
  COST_STATE: define('COST_STATE', {
    means: 'The cost is not in a state in which this can be done to it.',
    retry: 'never',
  }),
  SECOND_PERSON_NEEDED: define('SECOND_PERSON_NEEDED', {
    means: 'This takes another person than the one who asked for it.',
    retry: 'never',
  }),
  INSUFFICIENT_FUNDS: define('INSUFFICIENT_FUNDS', {
    means: 'The co-op has less at hand than the cost.',
    retry: 'later',
  }),
  RUN_UNFINISHED: define('RUN_UNFINISHED', {
    means: 'The run of the period before this one is not closed yet.',
    retry: 'later',
  }),
  PERIOD_NOT_OVER: define('PERIOD_NOT_OVER', {
    means: 'A period can be closed only when its last instant has passed.',
    retry: 'later',
  }),
  PERIOD_NOT_CONTIGUOUS: define('PERIOD_NOT_CONTIGUOUS', {
    means: 'A period begins where the one before it ended, the first one no later than the first posting.',
    retry: 'corrected',
  }),
  WEIGHTS_ALL_ZERO: define('WEIGHTS_ALL_ZERO', {
    means: 'An amount cannot be divided in proportion to weights that are all zero.',
    retry: 'never',
  }),
  DESTINATIONS_TOO_MANY: define('DESTINATIONS_TOO_MANY', {
    means: 'As many destinations of payouts that are newer than a month stand as a member may have.',
    retry: 'later',
  }),
  RECOVERY_UNDER_WAY: define('RECOVERY_UNDER_WAY', {
    means:
      'The keys of this membership are being recovered: until that has ended its money stays where it is.',
    retry: 'later',
  }),
  DESTINATION_COOLING: define('DESTINATION_COOLING', {
    means: 'A payout goes to a destination that is new to this member and has not cooled off yet.',
    retry: 'later',
  }),
  BALANCE_INCONSISTENT: define('BALANCE_INCONSISTENT', {
    means:
      'A balance is not the sum of the entries of its account, so no money follows it until the books are mended.',
    retry: 'later',
  }),
  BALANCE_TOO_LOW: define('BALANCE_TOO_LOW', {
    means: 'The balance or stake does not cover the amount.',
    retry: 'corrected',
  }),
  BELOW_MINIMUM_PAYOUT: define('BELOW_MINIMUM_PAYOUT', {
    means: 'A withdrawal is below the minimum payout of the charter.',
    retry: 'corrected',
  }),
  STAKE_LOCKED: define('STAKE_LOCKED', {
    means: 'The stake is locked until a later instant.',
    retry: 'later',
  }),
} as const;
