import { Arg, Args, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireId } from '../../kit/domain/ids.js';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page, PageRequest } from '../../kit/schema/connection.js';
import { provenanceOf } from '../domain/provenance.js';
import type { Provenance } from '../domain/provenance.js';
import type { Facets } from '../service/facets.js';
import type { AskedSearch } from '../service/searchDatasets.js';
import type { DatasetOrder } from '../store/search/ordering.js';
import type { Count } from '../store/search/catalogueCounts.js';
import { DatasetFacetsType, ProvenanceType } from './catalogue.type.js';
import { loadPublishedOffers, loadPublisher } from './context.js';
import type { Context } from './context.js';
import { findDataset } from './dataset.reference.js';
import { DatasetFilter, DatasetOrderEnum, PublishDatasetInput, toPublishDataset } from './dataset.input.js';
import { CATALOGUE_SECONDS, DatasetConnection, DatasetType, toDatasetType } from './dataset.type.js';
import type { DatasetPage } from './dataset.type.js';
import { LicenceOfferType, toOfferType } from './offer.type.js';
import { CooperativeType, cooperativeStub } from './stubs.type.js';
import { VerifiedContributionConnection, toVerifiedContributionType } from './verification.type.js';
import type { VerifiedContributionType } from './verification.type.js';

const SEARCH_MEANS =
  'As people write it into a search box: words, "…" for a phrase, - before what must not be there. Case, accents, dashes and blanks make no difference.';

@Resolver(() => DatasetType)
export class DatasetResolver {
  @Query(() => DatasetType, { nullable: true, description: 'One dataset of any co-op.' })
  @Access('public')
  dataset(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(requireId('dst', id), context);
  }

  @PublicFor(CATALOGUE_SECONDS)
  @Query(() => DatasetConnection, { description: 'Searches the datasets of all co-ops at once.' })
  @Access('public')
  datasets(
    @Arg('search', () => String, { nullable: true, description: SEARCH_MEANS })
    text: string | null,
    @Arg('filter', () => DatasetFilter, { nullable: true }) filter: DatasetFilter | null,
    @Arg('orderBy', () => DatasetOrderEnum, { defaultValue: 'RELEVANCE' }) orderBy: DatasetOrder,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: Context,
  ): Promise<DatasetPage> {
    return findDatasets(context, { text: text ?? null, filter: filter ?? {} }, orderBy, readPage(page, 3));
  }

  @Mutation(() => DatasetType, { description: 'Enters a dataset in the catalogue of a co-op; stewards.' })
  @Access('signedIn')
  async publishDataset(
    @Arg('input', () => PublishDatasetInput) input: PublishDatasetInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DatasetType> {
    return toDatasetType(await services.publishDataset(viewer, toPublishDataset(input)));
  }

  @FieldResolver(() => CooperativeType, { nullable: true, description: 'The co-op that published it.' })
  @Access('public')
  cooperative(@Root() { cooperativeId }: DatasetType): CooperativeType {
    return cooperativeStub(cooperativeId);
  }

  // Those on the table of a negotiation are seen by its parties alone: the type as such is not public.
  @PublicFor(CATALOGUE_SECONDS)
  @FieldResolver(() => [LicenceOfferType], { description: 'Published offers, newest first.' })
  @Access('public')
  async offers(@Root() { id }: DatasetType, @Ctx() context: Context): Promise<LicenceOfferType[]> {
    return (await loadPublishedOffers(context, id)).map(toOfferType);
  }

  @FieldResolver(() => VerifiedContributionConnection, {
    nullable: true,
    description:
      'What the compute worker counted of each live contribution, under pseudonyms and in their order; auditors of the co-op.',
  })
  @Access('auditors')
  async verifiedContributions(
    @Root() { id, cooperativeId }: DatasetType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<VerifiedContributionType>> {
    const page = readPage(args, 2);
    return toPage(
      await services.verifications.audited(cooperativeId, id, page),
      page,
      ({ pseudonym, statement }) => [pseudonym, statement.cid],
      toVerifiedContributionType,
    );
  }

  @FieldResolver(() => ProvenanceType, { description: 'Where it comes from, in W3C PROV.' })
  @Access('public')
  async provenance(@Root() dataset: DatasetType, @Ctx() context: Context): Promise<Provenance> {
    const { id, title, cooperativeId, publishedAt, changedAt, contributorCount, recordCount } = dataset;
    const [offers, publisher] = await Promise.all([
      loadPublishedOffers(context, id),
      loadPublisher(context, cooperativeId),
    ]);
    return provenanceOf({
      dataset: id,
      title,
      cooperative: publisher?.did ?? cooperativeId,
      publishedAt,
      changedAt,
      contributors: contributorCount,
      records: recordCount,
      offers,
    });
  }
}

@Resolver(() => DatasetConnection)
export class DatasetConnectionResolver {
  @FieldResolver(() => DatasetFacetsType, {
    description: 'What the list could be narrowed by; counted over the whole of it.',
  })
  @Access('public')
  facets(@Root() { search }: DatasetPage, @Ctx() { services }: Context): Promise<Facets> {
    return services.catalogue.facets(search);
  }

  @FieldResolver(() => Int, { nullable: true })
  @Access('public')
  async totalCount(@Root() { total }: DatasetPage): Promise<number | null> {
    return (await total()).count;
  }

  @FieldResolver(() => Boolean, {
    description:
      'Whether `totalCount` is reckoned from a sample, as it is above 30,000 or so: off by 3% or less, two times of three.',
  })
  @Access('public')
  async totalEstimated(@Root() { total }: DatasetPage): Promise<boolean> {
    return (await total()).estimated;
  }
}

/** A page of found datasets, with what its facets are counted by. */
export async function findDatasets(
  { services }: Context,
  asked: AskedSearch,
  orderBy: DatasetOrder,
  page: PageRequest,
): Promise<DatasetPage> {
  const search = await services.catalogue.understand(asked);
  const hits = await services.catalogue.search(search, orderBy, page);
  let total: Promise<Count> | undefined;
  return {
    ...toPage(
      hits,
      page,
      ({ key }) => key,
      ({ dataset }) => toDatasetType(dataset),
    ),
    search,
    total: () => (total ??= services.catalogue.count(search)),
  };
}
