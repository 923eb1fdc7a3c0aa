import { Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DateTimeScalar } from '../../kit/schema/scalars.js';
import type { Delegation } from '../domain/delegation.js';
import { ProposalKindEnum } from '../../kit/schema/charterInputs.js';
import { MemberType, memberStub } from './stubs.type.js';

@ObjectType('Delegation', { description: 'Who speaks for a member wherever that member does not vote.' })
export class DelegationType {
  memberId: string;

  @Field(() => ID, { description: 'TypeID, `dlg_…`.' })
  @Access('self')
  id: string;

  @Field(() => MemberType, { nullable: true, description: 'Who delegates.' })
  @Access('self')
  from: MemberType;

  @Field(() => MemberType, { nullable: true, description: 'Who speaks, or passes the vote on.' })
  @Access('self')
  to: MemberType;

  @Field(() => ProposalKindEnum, {
    nullable: true,
    description: 'For this kind; null: for all kinds without a delegation of their own.',
  })
  @Access('self')
  topic: string | null;

  @Field(() => DateTimeScalar, { description: 'Since when.' })
  @Access('self')
  since: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'Until when, exclusive; null while it stands.',
  })
  @Access('self')
  endedAt: Date | null;
}

export function toDelegationType({ id, from, to, topic, since, endedAt }: Delegation): DelegationType {
  return { id, memberId: from, from: memberStub(from), to: memberStub(to), topic, since, endedAt };
}
