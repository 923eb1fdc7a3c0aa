import {
  Arg,
  Ctx,
  FieldResolver,
  Int,
  Mutation,
  ObjectType,
  Field,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { readComputeKey } from '../service/computeKey.js';
import type { ComputeKey } from '../service/computeKey.js';
import { contribute } from '../service/contribute.js';
import { grantConsent } from '../service/grantConsent.js';
import { withdrawConsent } from '../service/withdrawConsent.js';
import { withdrawContribution } from '../service/withdrawContribution.js';
import { ConsentType, toConsentType } from './consent.type.js';
import type { Context } from './context.js';
import { AccessRecordType, ContributionType, toContributionType } from './contribution.type.js';
import { DatasetType, toDatasetType } from './dataset.type.js';
import { datasetLoader } from './loaders.js';
import {
  ContributeInput,
  GrantConsentInput,
  WithdrawConsentInput,
  WithdrawContributionInput,
} from './member.input.js';
import {
  CooperativeType,
  MemberType,
  OrganizationType,
  cooperative,
  member,
  organization,
} from './stubs.type.js';

@ObjectType('ComputeKey', {
  description: 'The compute worker’s public key, to which wallets wrap dataset keys.',
})
class ComputeKeyType implements ComputeKey {
  @Field(() => Int, { description: 'Rises by one with each new key.' })
  @Access('public')
  version: number;

  @Field(() => String, { description: 'X25519, unpadded base64url.' })
  @Access('public')
  publicKey: string;
}

@Resolver(() => ContributionType)
export class ContributionResolver {
  @Mutation(() => ContributionType, { description: 'Stores records that the wallet has encrypted; members.' })
  @Access('signedIn')
  async contribute(
    @Arg('input', () => ContributeInput) input: ContributeInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ContributionType> {
    return toContributionType(await contribute(services, viewer, input));
  }

  @Mutation(() => ContributionType, {
    description: 'Takes a contribution back: its key is deleted now, its bytes soon after.',
  })
  @Access('signedIn')
  async withdrawContribution(
    @Arg('input', () => WithdrawContributionInput) { contribution }: WithdrawContributionInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ContributionType> {
    return toContributionType(await withdrawContribution(services, viewer, contribution));
  }

  @FieldResolver(() => DatasetType, { description: 'The dataset that it went into.' })
  @Access('self')
  dataset(@Root() { datasetId }: ContributionType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(context, datasetId);
  }
}

@Resolver(() => ConsentType)
export class ConsentResolver {
  @Query(() => ComputeKeyType, { description: 'The key to wrap to now.' })
  @Access('public')
  computeKey(@Ctx() { services }: Context): Promise<ComputeKey> {
    return readComputeKey(services);
  }

  @Mutation(() => ConsentType, {
    description: 'Consents to computations, with the wrap that makes it effective; members.',
  })
  @Access('signedIn')
  async grantConsent(
    @Arg('input', () => GrantConsentInput) input: GrantConsentInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ConsentType> {
    const row = await grantConsent(services, viewer, { ...input, expiresAt: input.expiresAt ?? null });
    return toConsentType(row, row.grantedAt);
  }

  @Mutation(() => ConsentType, {
    description: 'Takes a consent back; its wrap is destroyed before the answer.',
  })
  @Access('signedIn')
  async withdrawConsent(
    @Arg('input', () => WithdrawConsentInput) input: WithdrawConsentInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ConsentType> {
    const row = await withdrawConsent(services, viewer, { ...input });
    return toConsentType(row, row.withdrawnAt ?? row.grantedAt);
  }

  @FieldResolver(() => MemberType, { nullable: true, description: 'Who consents.' })
  @Access('self')
  member(@Root() { memberId }: ConsentType): MemberType {
    return member(memberId);
  }

  @FieldResolver(() => CooperativeType, { nullable: true, description: 'The co-op that is the controller.' })
  @Access('self')
  cooperative(@Root() { cooperativeId }: ConsentType): CooperativeType {
    return cooperative(cooperativeId);
  }

  @FieldResolver(() => DatasetType, {
    nullable: true,
    description: 'The dataset whose records may be computed on.',
  })
  @Access('self')
  dataset(@Root() { datasetId }: ConsentType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(context, datasetId);
  }
}

@Resolver(() => AccessRecordType)
export class AccessRecordResolver {
  @FieldResolver(() => DatasetType, { description: 'The dataset that was computed on.' })
  @Access('self')
  dataset(@Root() { datasetId }: AccessRecordType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(context, datasetId);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who received the result.' })
  @Access('self')
  buyer(@Root() { buyerId }: AccessRecordType): OrganizationType {
    return organization(buyerId);
  }
}

async function findDataset(context: Context, id: string): Promise<DatasetType | null> {
  const dataset = await datasetLoader(context).load(id);
  return dataset && toDatasetType(dataset);
}
