import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { BigIntScalar } from '../../kit/schema/scalars.js';

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

  @IdempotencyKey()
  idempotencyKey: string;
}
