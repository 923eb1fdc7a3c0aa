import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { DateTimeScalar, DidScalar } from '../../kit/schema/scalars.js';
import type { Organization } from '../domain/organization.js';
import { OrganizationKindEnum } from './enums.js';

/** It is registered once and does not change. */
const ORGANIZATION_SECONDS = 60;

@ObjectType('Organization', { description: ENTITIES.Organization })
@Directive('@key(fields: "id")')
@PublicFor(ORGANIZATION_SECONDS)
export class OrganizationType {
  buyerId: string;

  @Field(() => ID, { description: 'TypeID, `org_…`.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'Its name.' })
  @Access('public')
  name: string;

  @Field(() => DidScalar, { description: 'The DID under which it signs.' })
  @Access('public')
  did: string;

  @Field(() => OrganizationKindEnum, { description: 'As what it deals with co-ops.' })
  @Access('public')
  kind: string;
}

@ObjectType('RegulatorRecognition', { description: 'An operator’s word that a DID is a regulator’s.' })
export class RegulatorRecognitionType {
  @Field(() => DidScalar, { description: 'The DID that may register as a regulator.' })
  @Access('operator')
  did: string;

  @Field(() => DateTimeScalar, { description: 'Since when it is listed.' })
  @Access('operator')
  recognizedAt: Date;
}

export function toOrganizationType(organization: Organization): OrganizationType {
  return Object.assign(new OrganizationType(), { ...organization, buyerId: organization.id });
}
