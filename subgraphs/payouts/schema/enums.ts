import { registerEnumType } from 'type-graphql';
import { ACCOUNT_KINDS } from '../domain/chart.js';
import { INVOICE_STATES } from '../domain/invoice.js';
import { TRANSACTION_KINDS } from '../domain/posting.js';
import { RUN_STATES } from '../domain/run.js';
import { PAYMENT_STATES, PAYOUT_STATES } from '../domain/transfer.js';

/** type-graphql wants an object where the domain has a list. */
function enumOf<Value extends string>(name: string, description: string, values: readonly Value[]) {
  const made = Object.fromEntries(values.map((value) => [value, value])) as { [V in Value]: V };
  registerEnumType(made, { name, description });
  return made;
}

export const AccountKindEnum = enumOf('AccountKind', 'What an account counts.', ACCOUNT_KINDS);
export const InvoiceStateEnum = enumOf('InvoiceState', 'Where an invoice stands.', INVOICE_STATES);
export const TransactionKindEnum = enumOf(
  'TransactionKind',
  'What a ledger transaction was made for.',
  TRANSACTION_KINDS,
);
export const RunStateEnum = enumOf('RunState', 'How far a dividend run has come.', RUN_STATES);
export const PaymentStateEnum = enumOf(
  'PaymentState',
  'What is known of a payment, whatever order it was heard in.',
  PAYMENT_STATES,
);
export const PayoutStateEnum = enumOf(
  'PayoutState',
  'What is known of a payout; one that failed is back in the balance.',
  PAYOUT_STATES,
);
export const PaymentPurposeEnum = enumOf('PaymentPurpose', 'Which way the money goes.', [
  'INVOICE',
  'REFUND',
]);
export const DividendStateEnum = enumOf('DividendState', 'Whether a dividend stands in the balance yet.', [
  'ALLOCATED',
  'CREDITED',
]);
