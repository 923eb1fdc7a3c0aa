import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { BigIntScalar } from '../../kit/schema/scalars.js';

@InputType({ description: 'The payment of an invoice.' })
export class PayInvoiceInput {
  @Field(() => ID, { description: 'The invoice; all that is owed of it is paid.' })
  invoice: string;

  @Field(() => String, {
    defaultValue: 'default',
    description:
      'Token of the payment rail for how to pay, 1 to 100 characters; by default the way it has on file.',
  })
  method: string;

  @IdempotencyKey()
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

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({
  description:
    'Another attempt at a refund that did not arrive, the way that the rail has on file for the buyer.',
})
export class RetryRefundInput {
  @Field(() => ID, { description: 'The payment, a refund, that failed or came back.' })
  refund: string;

  @IdempotencyKey()
  idempotencyKey: string;
}
