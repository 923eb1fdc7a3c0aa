import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';
import { BigIntScalar } from '../../kit/schema/scalars.js';

@InputType({ description: 'Money between a balance and a stake.' })
export class StakeInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => BigIntScalar, { description: 'Minor units, above zero.' })
  amountMinor: bigint;

  @IdempotencyKey()
  idempotencyKey: string;
}
