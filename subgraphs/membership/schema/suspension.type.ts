import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import { stateOf } from '../domain/suspension.js';
import type { Suspension } from '../domain/suspension.js';
import { SuspensionDeciderEnum, SuspensionEndingEnum, SuspensionStateEnum } from './enums.js';

@ObjectType('Suspension', {
  description: 'A member is kept from acting for a time, by two people who hold an office or by a vote.',
})
export class SuspensionType {
  /** What resolvers work on. */
  suspension: Suspension;

  @Field(() => ID, { description: 'TypeID, `sus_…`: what an appeal names.' })
  @Access('public')
  id: string;

  @Field(() => SuspensionStateEnum, { description: 'Where it stands.' })
  @Access('public')
  state: string;

  @Field(() => String, { nullable: true, description: 'Why; null once the member was erased.' })
  @Access('public')
  reason: string | null;

  @Field(() => Int, { description: 'Days that it lasts from its beginning.' })
  @Access('public')
  days: number;

  @Field(() => SuspensionDeciderEnum, { description: 'Who decides on it.' })
  @Access('public')
  decidedBy: string;

  @Field(() => DateTimeScalar, { description: 'When it was proposed.' })
  @Access('public')
  proposedAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when it can no longer be confirmed; null for a vote.',
  })
  @Access('public')
  lapsesAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it began; null before.' })
  @Access('public')
  begunAt: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it ends by itself; null before it begins.',
  })
  @Access('public')
  endsAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null before.' })
  @Access('public')
  endedAt: Date | null;

  @Field(() => SuspensionEndingEnum, { nullable: true, description: 'How it ended; null before.' })
  @Access('public')
  ending: string | null;
}

export const SuspensionConnection = ConnectionOf(SuspensionType, 'Suspension');

/** @param now - of the co-op's clock, by which one lapses. */
export function toSuspensionType(suspension: Suspension, now: Date): SuspensionType {
  const { id, reason, days, decidedBy, proposedAt, lapsesAt, begunAt, endsAt, endedAt, ending } = suspension;
  const shown = { id, reason, days, decidedBy, proposedAt, lapsesAt, begunAt, endsAt, endedAt, ending };
  return Object.assign(new SuspensionType(), { ...shown, suspension, state: stateOf(suspension, now) });
}
