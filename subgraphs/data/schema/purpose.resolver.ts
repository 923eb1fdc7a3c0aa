import { Arg, Args, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { PurposeScalar } from '../../kit/schema/scalars.js';
import { purposeTerms } from '../domain/purposeTerm.js';
import { PurposeTermConnection } from './purpose.type.js';
import type { PurposeTermType } from './purpose.type.js';

/** The vocabulary changes with the software alone. */
const VOCABULARY_SECONDS = 300;

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
