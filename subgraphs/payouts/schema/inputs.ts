import { Field, ID, InputType } from 'type-graphql';
import { BigIntScalar } from '../../kit/schema/scalars.js';

@InputType({ description: 'The payment of an invoice.' })
export class PayInvoiceInput {
  @Field(() => ID, { description: 'The invoice; all that is left of it is paid.' })
  invoice: string;

  @Field(() => String, {
    defaultValue: 'default',
    description:
      'Token of the payment rail for how to pay, 1 to 100 characters; by default the way it has on file.',
  })
  method: string;

  @Field(() => String, { description: 'The same key and input pay once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A credit to an invoice.' })
export class IssueCreditNoteInput {
  @Field(() => ID, { description: 'The invoice.' })
  invoice: string;

  @Field(() => BigIntScalar, { description: 'Minor units with tax, at most what is left of the invoice.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'Why, 1 to 500 characters; the buyer reads it.' })
  reason: string;

  @Field(() => String, { description: 'The same key and input credit once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'Another attempt at a refund that did not arrive.' })
export class RetryRefundInput {
  @Field(() => ID, { description: 'The payment, a refund, that failed or came back.' })
  refund: string;

  @Field(() => String, {
    defaultValue: 'default',
    description: 'Token of the payment rail, 1 to 100 characters.',
  })
  method: string;

  @Field(() => String, { description: 'The same key and input refund once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A cost that the co-op has paid.' })
export class RecordCostInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => String, { description: 'What it was for, 1 to 500 characters.' })
  description: string;

  @Field(() => BigIntScalar, { description: 'Minor units, above zero.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code: the co-op’s settlement currency.' })
  currency: string;

  @Field(() => String, { description: 'The same key and input record once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A period to close.' })
export class ClosePeriodInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => Date, {
    description:
      'First instant inside: where the last period ended, or for the first no later than the first posting.',
  })
  from: Date;

  @Field(() => Date, { description: 'First instant outside; it has passed.' })
  until: Date;

  @Field(() => String, { description: 'The same key and input close once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A payout from a balance.' })
export class WithdrawBalanceInput {
  @Field(() => ID, { description: 'The co-op in which the balance is.' })
  cooperative: string;

  @Field(() => BigIntScalar, {
    nullable: true,
    description: 'Minor units, above zero; by default the whole balance.',
  })
  amountMinor?: bigint | null;

  @Field(() => String, {
    defaultValue: 'default',
    description:
      'Token of the payment rail for where to pay, 1 to 100 characters; by default the account it has on file. A new one is paid to only after it has cooled off.',
  })
  destination: string;

  @Field(() => String, { description: 'The same key and input pay once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A destination of payouts to forget.' })
export class RemovePayoutDestinationInput {
  @Field(() => ID, { description: 'The co-op in which the balance is.' })
  cooperative: string;

  @Field(() => String, { description: 'Digest of the destination, 64 lowercase hex digits.' })
  digest: string;

  @Field(() => String, { description: 'The same key and input remove once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'Money between a balance and a stake.' })
export class StakeInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => BigIntScalar, { description: 'Minor units, above zero.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'The same key and input move once, and get the first answer.' })
  idempotencyKey: string;
}
