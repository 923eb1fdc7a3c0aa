import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { ContributeInput, WithdrawContributionInput } from './contribution.input.js';
import { ContributionType, toContributionType } from './contribution.type.js';
import { findDataset } from './dataset.reference.js';
import { DatasetType } from './dataset.type.js';
import { ContributionVerificationType, toVerificationType } from './verification.type.js';

@Resolver(() => ContributionType)
export class ContributionResolver {
  @Mutation(() => ContributionType, { description: 'Stores records that the wallet has encrypted; members.' })
  @Access('signedIn')
  async contribute(
    @Arg('input', () => ContributeInput) input: ContributeInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ContributionType> {
    return toContributionType(await services.contribute(viewer, { ...input, datasetId: input.dataset }));
  }

  @Mutation(() => ContributionType, {
    description: 'Takes a contribution back: its key is deleted now, its bytes soon after.',
  })
  @Access('signedIn')
  async withdrawContribution(
    @Arg('input', () => WithdrawContributionInput) { contribution }: WithdrawContributionInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ContributionType> {
    return toContributionType(await services.withdrawContribution(viewer, contribution));
  }

  @FieldResolver(() => ContributionVerificationType, {
    nullable: true,
    description:
      'What the compute worker found in it; null until a consent of the member has opened and the worker has looked, seconds later.',
  })
  @Access('self')
  async verification(
    @Root() { id }: ContributionType,
    @Ctx() { loader, services, viewer }: Context,
  ): Promise<ContributionVerificationType | null> {
    const load = loader<string, ContributionVerificationType | null>('verification', async (ids) =>
      (await services.verifications.own(viewer, ids)).map((one) => one && toVerificationType(one)),
    );
    return load.load(id);
  }

  @FieldResolver(() => DatasetType, { description: 'The dataset that it went into.' })
  @Access('self')
  dataset(@Root() { datasetId }: ContributionType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(datasetId, context);
  }
}
