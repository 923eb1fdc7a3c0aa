import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';

/** Entities of other subgraphs, as far as governance adds to them or points at them. */
@ObjectType('Cooperative', { description: ENTITIES.Cooperative })
@Directive('@key(fields: "id")')
export class CooperativeType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `coop_…`.' })
  @Access('public')
  id: string;
}

@ObjectType('Member', { description: ENTITIES.Member })
@Directive('@key(fields: "id")')
export class MemberType {
  memberId: string;

  @Field(() => ID, { description: 'TypeID, `mem_…`.' })
  @Access('public')
  id: string;
}

@ObjectType('Organization', { description: ENTITIES.Organization })
@Directive('@key(fields: "id", resolvable: false)')
export class OrganizationType {
  @Field(() => ID, { description: 'TypeID, `org_…`.' })
  @Access('public')
  id: string;
}

@ObjectType('Dataset', { description: ENTITIES.Dataset })
@Directive('@key(fields: "id", resolvable: false)')
export class DatasetType {
  @Field(() => ID, { description: 'TypeID, `dst_…`.' })
  @Access('public')
  id: string;
}

@ObjectType('Licence', { description: ENTITIES.Licence })
@Directive('@key(fields: "id", resolvable: false)')
export class LicenceType {
  @Field(() => ID, { description: 'TypeID, `lic_…`.' })
  @Access('public')
  id: string;
}

export function cooperativeStub(id: string): CooperativeType {
  return { id, cooperativeId: id };
}

export function memberStub(id: string): MemberType {
  return { id, memberId: id };
}
