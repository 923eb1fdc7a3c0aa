import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, DidScalar } from '../../kit/schema/scalars.js';
import type { Authenticator } from '../domain/authenticators.js';
import type { Member } from '../domain/member.js';
import { MemberStandingEnum, RoleEnum } from './enums.js';

@ObjectType('RoleGrant', { description: 'A role that a member holds now.' })
export class RoleGrantType {
  @Field(() => RoleEnum, { description: 'The role.' })
  @Access('public')
  role: string;

  @Field(() => DateTimeScalar, { description: 'First instant at which it is held.' })
  @Access('public')
  from: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'First instant at which it is not held any more; null where no end is set.',
  })
  @Access('public')
  until: Date | null;
}

@ObjectType('Authenticator', { description: 'A key with which a DID proves to be itself.' })
export class AuthenticatorType {
  @Field(() => ID, { description: 'TypeID, `aut_…`.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'Ed25519 public key, multibase (`z6Mk…`).' })
  @Access('public')
  key: string;

  @Field(() => DateTimeScalar, { description: 'When it was added.' })
  @Access('public')
  addedAt: Date;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When it was revoked; null while it is active.',
  })
  @Access('public')
  revokedAt: Date | null;
}

@ObjectType('Member', { description: 'A person or organisation admitted to a co-op, or asking to be.' })
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

export function toAuthenticatorType({ id, key, addedAt, revokedAt }: Authenticator): AuthenticatorType {
  return { id, key, addedAt, revokedAt };
}
