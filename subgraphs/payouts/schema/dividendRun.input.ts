import { Field, ID, InputType } from 'type-graphql';

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
