import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { NegotiationState } from '../domain/negotiation.js';
import { listLicences } from '../service/readLicences.js';
import type { LicencesOf } from '../service/readLicences.js';
import { idKey } from '../service/memberRecords.js';
import type { Context } from './context.js';
import { findDatasets } from './dataset.resolver.js';
import { CATALOGUE_SECONDS, DatasetConnection } from './dataset.type.js';
import type { DatasetPage } from './dataset.type.js';
import { LicenceConnection, LicenceType, NegotiationStateEnum, toLicenceType } from './licence.type.js';
import { CooperativeType, OrganizationType } from './stubs.type.js';

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
    return findLicences(context, { cooperative: cooperativeId }, state, page);
  }
}

@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @FieldResolver(() => LicenceConnection, {
    nullable: true,
    description: 'Its licences and negotiations in all co-ops, newest first; itself alone.',
  })
  @Access('buyer')
  licences(
    @Root() { buyerId }: OrganizationType,
    @Arg('state', () => NegotiationStateEnum, { nullable: true }) state: NegotiationState | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<LicenceType>> {
    return findLicences(context, { organization: buyerId }, state, page);
  }
}

async function findLicences(
  { services }: Context,
  of: LicencesOf,
  state: NegotiationState | null,
  args: PageArgs,
): Promise<Page<LicenceType>> {
  const page = readPage(args, 1);
  const rows = await listLicences(services, of, state ?? null, page);
  return toPage(rows, page, idKey, toLicenceType);
}
