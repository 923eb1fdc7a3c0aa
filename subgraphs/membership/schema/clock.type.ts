import { Field, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';

@ObjectType('Clock', { description: 'The one clock by which all services judge time.' })
export class ClockType {
  @Field(() => DateTimeScalar, { description: 'What time it is.' })
  @Access('public')
  now: Date;

  @Field(() => Int, { description: 'Seconds by which it is beside real time; 0 outside a demo.' })
  @Access('public')
  offsetSeconds: number;
}
