import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, DidScalar } from '../../kit/schema/scalars.js';
import { minorUnitsOf } from '../../kit/domain/currencies.js';
import type { Cooperative } from '../domain/cooperative.js';
import { AdmissionByEnum } from '../../kit/schema/charterInputs.js';

@ObjectType('AdmissionPolicy', { description: 'How one becomes a member, as the charter says.' })
export class AdmissionPolicyType {
  @Field(() => AdmissionByEnum, { description: 'Who decides on applications.' })
  @Access('public')
  by: string;

  @Field(() => [DidScalar], { description: 'Whose personhood attestations the co-op accepts.' })
  @Access('public')
  issuers: readonly string[];
}

/** How many members it has is what changes most. */
export const COOPERATIVE_SECONDS = 60;

@ObjectType('Cooperative', { description: ENTITIES.Cooperative })
@Directive('@key(fields: "id")')
@Directive('@key(fields: "slug")')
@PublicFor(COOPERATIVE_SECONDS)
export class CooperativeType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `coop_…`.' })
  @Access('public')
  id: string;

  @Field(() => String, { description: 'Its name in addresses: lower case letters, digits, hyphens; unique.' })
  @Access('public')
  slug: string;

  @Field(() => String, { description: 'Its name.' })
  @Access('public')
  name: string;

  @Field(() => String, { description: 'What it is for, in its members’ own words.' })
  @Access('public')
  mission: string;

  @Field(() => DidScalar, { description: 'The DID that issues membership credentials.' })
  @Access('public')
  did: string;

  @Field(() => DateTimeScalar, { description: 'When it was founded.' })
  @Access('public')
  foundedAt: Date;

  @Field(() => Int, { description: 'Members admitted and not yet exited.' })
  @Access('public')
  memberCount: number;

  @Field(() => String, { description: 'ISO 4217 code of the currency it settles in.' })
  @Access('public')
  currency: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'Digits of an amount in minor units of that currency that stand behind the point, by ISO 4217: 2 of EUR, 0 of JPY, 3 of KWD. Null for a currency that the list does not know.',
  })
  @Access('public')
  minorUnits: number | null;

  @Field(() => AdmissionPolicyType, { description: 'How one becomes a member.' })
  @Access('public')
  admission: AdmissionPolicyType;
}

export const CooperativeConnection = PublicConnectionOf(CooperativeType, 'Cooperative');

export function toCooperativeType(cooperative: Cooperative): CooperativeType {
  return Object.assign(new CooperativeType(), {
    ...cooperative,
    cooperativeId: cooperative.id,
    minorUnits: minorUnitsOf(cooperative.currency) ?? null,
  });
}
