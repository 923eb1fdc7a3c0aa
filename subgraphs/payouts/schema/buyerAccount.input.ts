import { Field, ID, InputType } from 'type-graphql';
import { BigIntScalar } from '../../kit/schema/scalars.js';

@InputType({ description: 'A payment in advance for computations.' })
export class PrepayJobFeesInput {
  @Field(() => ID, { description: 'The co-op under whose licences they will run.' })
  cooperative: string;

  @Field(() => BigIntScalar, { description: 'Minor units, above zero.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code: the co-op’s settlement currency.' })
  currency: string;

  @Field(() => String, {
    defaultValue: 'default',
    description:
      'Token of the payment rail for how to pay, 1 to 100 characters; by default the way it has on file.',
  })
  method: string;

  @Field(() => String, { description: 'The same key and input pay once, and get the first answer.' })
  idempotencyKey: string;
}

@InputType({ description: 'A request for what is left of what was paid in advance.' })
export class WithdrawPrepaymentInput {
  @Field(() => ID, { description: 'The co-op.' })
  cooperative: string;

  @Field(() => String, { description: 'The same key asks once, and gets the first answer.' })
  idempotencyKey: string;
}
