import { Field, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicWithHolder } from '../../kit/schema/caching.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import { PurposeScalar } from '../../kit/schema/scalars.js';
import type { PurposeTerm } from '../domain/purposeTerm.js';

@ObjectType('PurposeTerm', {
  description:
    'A purpose in words, with its place in the W3C Data Privacy Vocabulary 2.2 and our terms below it.',
})
@PublicWithHolder()
export class PurposeTermType implements PurposeTerm {
  @Field(() => PurposeScalar, { description: 'The purpose in its short form.' })
  @Access('public')
  term: string;

  @Field(() => String, { description: 'Its name in English.' })
  @Access('public')
  label: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the term means: in the words of DPV 2.2, or of the co-ops that coined it.',
  })
  @Access('public')
  definition: string | null;

  @Field(() => String, { nullable: true, description: 'Its IRI in DPV; null for a term of the co-ops.' })
  @Access('public')
  iri: string | null;

  @Field(() => [PurposeScalar], { description: 'Directly above it: whoever allows one of these allows it.' })
  @Access('public')
  broader: readonly string[];

  @Field(() => [PurposeScalar], { description: 'Directly below it.' })
  @Access('public')
  narrower: readonly string[];
}

export const PurposeTermConnection = PublicConnectionOf(PurposeTermType, 'PurposeTerm');
