import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { findDataset } from './dataset.reference.js';
import { DatasetType } from './dataset.type.js';
import { PublishOfferInput, toOfferTerms } from './offer.input.js';
import { LicenceOfferType, toOfferType } from './offer.type.js';

@Resolver(() => LicenceOfferType)
export class OfferResolver {
  @Mutation(() => LicenceOfferType, {
    description: 'Publishes terms on which a dataset may be licensed; stewards.',
  })
  @Access('signedIn')
  async publishOffer(
    @Arg('input', () => PublishOfferInput) { dataset, terms }: PublishOfferInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<LicenceOfferType> {
    const asked = { datasetId: dataset, terms: toOfferTerms(terms) };
    return toOfferType(await services.publishOffer(viewer, asked));
  }

  @FieldResolver(() => DatasetType, { description: 'What is offered.' })
  @Access('public')
  dataset(@Root() { datasetId }: LicenceOfferType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(datasetId, context);
  }
}
