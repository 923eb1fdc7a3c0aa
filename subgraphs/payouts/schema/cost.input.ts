import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { BigIntScalar, DigestScalar } from '../../kit/schema/scalars.js';

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

  @Field(() => DigestScalar, {
    description: 'SHA-256 of the receipt’s file: whoever keeps it can show that it is the one.',
  })
  receiptDigest: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'The agreement of a second person to a cost or its reversal.' })
export class ApproveCostInput {
  @Field(() => ID, { description: 'The cost.' })
  cost: string;

  @IdempotencyKey()
  idempotencyKey: string;
}

@InputType({ description: 'A cost to take back.' })
export class ReverseCostInput {
  @Field(() => ID, { description: 'The cost.' })
  cost: string;

  @Field(() => String, { description: 'Why, 1 to 500 characters; members read it.' })
  reason: string;

  @IdempotencyKey()
  idempotencyKey: string;
}
