import { Directive, Field, ObjectType } from 'type-graphql';
import type { Money } from '../domain/money.js';
import { Access } from './access.js';
import { PublicWithHolder } from './caching.js';
import { BigIntScalar, DateTimeScalar, JSONScalar } from './scalars.js';

/** The value types that every subgraph may use, the same in each. */
@ObjectType('Money', { description: 'An amount in integer minor units of one currency.' })
@Directive('@shareable')
@PublicWithHolder()
export class MoneyType implements Money {
  @Field(() => BigIntScalar, { description: 'Integer minor units (cents), as a decimal string.' })
  @Access('public')
  amountMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code.' })
  @Access('public')
  currency: string;
}

@ObjectType('TimeSpan', { description: 'A half-open span of time: `from` is inside, `until` is outside.' })
@Directive('@shareable')
@PublicWithHolder()
export class TimeSpanType {
  @Field(() => DateTimeScalar, { description: 'First instant inside.' })
  @Access('public')
  from: Date;

  @Field(() => DateTimeScalar, { description: 'First instant outside.' })
  @Access('public')
  until: Date;
}

@ObjectType('PageInfo', { description: 'Where a page stands in its list, as in the Relay specification.' })
@Directive('@shareable')
@PublicWithHolder()
export class PageInfoType {
  @Field(() => Boolean, { description: 'True when there is more after this page.' })
  @Access('public')
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'True when the page does not begin at the start of the list.' })
  @Access('public')
  hasPreviousPage: boolean;

  @Field(() => String, { nullable: true, description: 'Cursor of the first edge.' })
  @Access('public')
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Cursor of the last edge: give it as `after` for the next page.',
  })
  @Access('public')
  endCursor: string | null;
}

@ObjectType('VerifiableCredential', {
  description: 'A W3C Verifiable Credential 2.0, secured with a Data Integrity proof (eddsa-jcs-2022).',
})
@Directive('@shareable')
export class VerifiableCredentialType {
  @Field(() => JSONScalar, { description: 'The whole credential with its proof, as JSON-LD.' })
  @Access('public')
  document: unknown;
}
