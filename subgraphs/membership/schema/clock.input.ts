import { Field, InputType, Int } from 'type-graphql';

@InputType({ description: 'How far to move the clock.' })
export class AdvanceClockInput {
  @Field(() => Int, { description: 'Seconds forward, 1 to 31,622,400 (366 days).' })
  seconds: number;
}
