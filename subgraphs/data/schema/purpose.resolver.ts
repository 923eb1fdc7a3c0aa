import { Arg, Args, Field, ObjectType, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor, PublicWithHolder } from '../../kit/schema/caching.js';
import { PageArgs, PublicConnectionOf, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { PurposeScalar } from '../../kit/schema/scalars.js';
import { purposeTerms } from '../domain/purposeTerm.js';
import type { PurposeTerm } from '../domain/purposeTerm.js';

/** The vocabulary changes with the software alone. */
const VOCABULARY_SECONDS = 300;

@ObjectType('PurposeTerm', {
  description:
    'A purpose in words, with its place in the W3C Data Privacy Vocabulary 2.2 and our terms below it.',
})
@PublicWithHolder()
class PurposeTermType implements PurposeTerm {
  @Field(() => PurposeScalar, { description: 'The purpose in its short form.' })
  @Access('public')
  term: string;

  @Field(() => String, { description: 'Its name in English.' })
  @Access('public')
  label: string;

  @Field(() => String, {
    nullable: true,
    description: 'What a term of the co-ops means; null for a term of DPV, which is defined under `iri`.',
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

const PurposeTermConnection = PublicConnectionOf(PurposeTermType, 'PurposeTerm');

@Resolver()
export class PurposeResolver {
  @PublicFor(VOCABULARY_SECONDS)
  @Query(() => PurposeTermConnection, {
    description: 'The purposes that charters, offers, consents and licences name, by the alphabet.',
  })
  @Access('public')
  purposes(
    @Arg('search', () => String, {
      nullable: true,
      description: 'Beginnings of words, all of which are in the label or the definition.',
    })
    search: string | null,
    @Arg('broader', () => PurposeScalar, {
      nullable: true,
      description: 'Only what is below this purpose, at any distance.',
    })
    broader: string | null,
    @Args(() => PageArgs) args: PageArgs,
  ): Page<PurposeTermType> {
    const page = readPage(args, 1);
    const found = purposeTerms({ search: search ?? null, broader: broader ?? null });
    const after = page.after ? String(page.after[0]) : null;
    const rest = after === null ? found : found.filter(({ term }) => term > after);
    return toPage(
      rest.slice(0, page.first + 1),
      page,
      ({ term }) => [term],
      (term) => term,
      found.length,
    );
  }
}
