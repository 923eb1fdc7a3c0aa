import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import { stateOf } from '../domain/recovery.js';
import type { Recovery } from '../domain/recovery.js';
import { RecoveryStateEnum, RecoveryWayEnum } from './enums.js';

@ObjectType('Recovery', {
  description: 'A request that a new key takes the place of all that a member has lost.',
})
export class RecoveryType {
  /** What resolvers work on. */
  recovery: Recovery;

  @Field(() => ID, { description: 'TypeID, `rcv_…`: what a veto signs.' })
  @Access('public')
  id: string;

  @Field(() => RecoveryStateEnum, { description: 'Where it stands.' })
  @Access('public')
  state: string;

  @Field(() => RecoveryWayEnum, { description: 'By whose word the key is the member’s.' })
  @Access('public')
  way: string;

  @Field(() => String, { description: 'The new public key, multibase.' })
  @Access('public')
  key: string;

  @Field(() => DateTimeScalar, { description: 'When it was asked for.' })
  @Access('public')
  requestedAt: Date;

  @Field(() => DateTimeScalar, { description: 'From when it can no longer be confirmed.' })
  @Access('public')
  lapsesAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'End of the time in which any old key says no; null before it was confirmed.',
  })
  @Access('public')
  completesAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When it ended; null before.' })
  @Access('public')
  endedAt: Date | null;
}

export const RecoveryConnection = ConnectionOf(RecoveryType, 'Recovery');

/** @param now - of the co-op's clock, by which a request lapses. */
export function toRecoveryType(recovery: Recovery, now: Date): RecoveryType {
  const { id, way, key, requestedAt, lapsesAt, completesAt, endedAt } = recovery;
  const shown = { id, way, key, requestedAt, lapsesAt, completesAt, endedAt };
  return Object.assign(new RecoveryType(), { ...shown, recovery, state: stateOf(recovery, now) });
}
