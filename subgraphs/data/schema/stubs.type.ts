import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';

/** Entities that other subgraphs own; this one adds fields to them, or only points at them. */
@ObjectType('Cooperative', { description: 'A co-op, as far as its data go.' })
@Directive('@key(fields: "id")')
export class CooperativeType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID coop_….' })
  @Access('public')
  id: string;
}

@ObjectType('Member', { description: 'A member, as far as their data go.' })
@Directive('@key(fields: "id")')
export class MemberType {
  memberId: string;

  @Field(() => ID, { description: 'TypeID mem_….' })
  @Access('public')
  id: string;
}

@ObjectType('Organization', { description: 'An organisation, as far as its licences go.' })
@Directive('@key(fields: "id")')
export class OrganizationType {
  buyerId: string;

  @Field(() => ID, { description: 'TypeID org_….' })
  @Access('public')
  id: string;
}

@ObjectType('Proposal', { description: 'A proposal that the members vote on.' })
@Directive('@key(fields: "id", resolvable: false)')
export class ProposalType {
  @Field(() => ID, { description: 'TypeID prp_….' })
  @Access('public')
  id: string;
}

export function cooperativeStub(id: string): CooperativeType {
  return { id, cooperativeId: id };
}

export function memberStub(id: string): MemberType {
  return { id, memberId: id };
}

export function organizationStub(id: string): OrganizationType {
  return { id, buyerId: id };
}
