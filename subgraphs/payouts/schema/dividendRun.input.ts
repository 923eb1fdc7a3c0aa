import { Field, ID, InputType } from 'type-graphql';
import { IdempotencyKey } from '../../kit/schema/idempotencyKey.js';

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

  @IdempotencyKey()
  idempotencyKey: string;
}
