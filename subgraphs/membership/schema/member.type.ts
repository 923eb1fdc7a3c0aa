import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, DidScalar } from '../../kit/schema/scalars.js';
import type { Member } from '../domain/member.js';
import { MemberStandingEnum } from './enums.js';

@ObjectType('Member', { description: ENTITIES.Member })
@Directive('@key(fields: "id")')
export class MemberType {
  cooperativeId: string;
  memberId: string;
  /** What resolvers work on. */
  member: Member;

  @Field(() => ID, { description: 'TypeID, `mem_…`.' })
  @Access('public')
  id: string;

  @Field(() => DidScalar, {
    nullable: true,
    description:
      'Pairwise: the person has another one in each co-op. The member, stewards and auditors see it.',
  })
  @Access('selfOrStewards')
  did: string;

  @Field(() => MemberStandingEnum, { nullable: true, description: 'Where the membership stands.' })
  @Access('members', 'self')
  standing: string;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When the member was admitted; null before.' })
  @Access('members', 'self')
  joinedAt: Date | null;
}

export const MemberConnection = ConnectionOf(MemberType, 'Member');

export function toMemberType(member: Member): MemberType {
  const { id, cooperativeId, did, standing, joinedAt } = member;
  return Object.assign(new MemberType(), {
    id,
    cooperativeId,
    memberId: id,
    member,
    did,
    standing,
    joinedAt,
  });
}
