import { Field, InputType } from 'type-graphql';
import { BigIntScalar, DateTimeScalar } from '../../kit/schema/scalars.js';

@InputType({ description: 'An amount in integer minor units of one currency.' })
export class MoneyInput {
  @Field(() => BigIntScalar, { description: 'Integer minor units (cents), as a decimal string.' })
  amountMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code.' })
  currency: string;
}

@InputType({ description: 'A half-open span of time: `from` is inside, `until` is outside.' })
export class TimeSpanInput {
  @Field(() => DateTimeScalar, { description: 'First instant inside.' })
  from: Date;

  @Field(() => DateTimeScalar, { description: 'First instant outside.' })
  until: Date;
}
