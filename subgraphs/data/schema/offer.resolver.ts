import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { publishOffer } from '../service/publishOffer.js';
import type { Context } from './context.js';
import { PublishOfferInput, toOfferTerms } from './dataset.input.js';
import { DatasetType, toDatasetType } from './dataset.type.js';
import { datasetLoader } from './loaders.js';
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
    return toOfferType(await publishOffer(services, viewer, { dataset, terms: toOfferTerms(terms) }));
  }

  @FieldResolver(() => DatasetType, { description: 'What is offered.' })
  @Access('public')
  async dataset(
    @Root() { datasetId }: LicenceOfferType,
    @Ctx() context: Context,
  ): Promise<DatasetType | null> {
    const dataset = await datasetLoader(context).load(datasetId);
    return dataset && toDatasetType(dataset);
  }
}
