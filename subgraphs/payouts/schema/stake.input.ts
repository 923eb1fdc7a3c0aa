import { Field, ID, InputType } from 'type-graphql';
import { BigIntScalar } from '../../kit/schema/scalars.js';

@InputType({ description: 'Money between a balance and a stake.' })
export class StakeInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => BigIntScalar, { description: 'Minor units, above zero.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'The same key and input move once, and get the first answer.' })
  idempotencyKey: string;
}
