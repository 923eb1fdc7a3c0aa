import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { NegotiationState } from '../domain/licenceState.js';
import type { Context } from './context.js';
import { findDatasets } from './dataset.resolver.js';
import { CATALOGUE_SECONDS, DatasetConnection } from './dataset.type.js';
import type { DatasetPage } from './dataset.type.js';
import { findLicences } from './licence.reference.js';
import { LicenceConnection, LicenceType, NegotiationStateEnum } from './licence.type.js';
import { CooperativeType } from './stubs.type.js';

/** What data adds to a co-op. */
@Resolver(() => CooperativeType)
export class CooperativeResolver {
  @PublicFor(CATALOGUE_SECONDS)
  @FieldResolver(() => DatasetConnection, {
    nullable: true,
    description: 'What it has published, newest first.',
  })
  @Access('public')
  datasets(
    @Root() { cooperativeId }: CooperativeType,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Promise<DatasetPage> {
    const search = { text: null, filter: { cooperative: cooperativeId } };
    return findDatasets(context, search, 'NEWEST', readPage(page, 3));
  }

  @FieldResolver(() => LicenceConnection, {
    nullable: true,
    description: 'Licences that were asked for here, newest first; stewards and auditors.',
  })
  @Access('stewards')
  licenceRequests(
    @Root() { cooperativeId }: CooperativeType,
    @Arg('state', () => NegotiationStateEnum, { nullable: true }) state: NegotiationState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<LicenceType>> {
    return findLicences(context, { cooperativeId }, state, page);
  }
}
