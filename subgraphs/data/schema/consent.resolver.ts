import { Arg, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ComputeKeyType } from './computeKey.type.js';
import { GrantConsentInput, WithdrawConsentInput } from './consent.input.js';
import { ConsentType, toConsentType } from './consent.type.js';
import type { Context } from './context.js';
import { findDataset } from './dataset.reference.js';
import { DatasetType } from './dataset.type.js';
import { CooperativeType, MemberType, cooperativeStub, memberStub } from './stubs.type.js';

@Resolver(() => ConsentType)
export class ConsentResolver {
  @Query(() => ComputeKeyType, { description: 'The key to wrap to now.' })
  @Access('public')
  async computeKey(@Ctx() { services }: Context): Promise<ComputeKeyType> {
    const { version, publicKey } = await services.computeKey();
    return { version, publicKey, statementKeys: await services.verifications.keys() };
  }

  @Mutation(() => ConsentType, {
    description:
      'Consents to computations, with the wrap that makes it effective; members. It counts once the compute worker has opened the wrap, see `wrapState`.',
  })
  @Access('signedIn')
  async grantConsent(
    @Arg('input', () => GrantConsentInput) input: GrantConsentInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ConsentType> {
    const { dataset: datasetId, expiresAt, ...rest } = input;
    const asked = { ...rest, datasetId, expiresAt: expiresAt ?? null };
    const consent = await services.grantConsent(viewer, asked);
    return toConsentType(consent, consent.grantedAt);
  }

  @Mutation(() => ConsentType, {
    description: 'Takes a consent back; its wrap is destroyed before the answer.',
  })
  @Access('signedIn')
  async withdrawConsent(
    @Arg('input', () => WithdrawConsentInput) input: WithdrawConsentInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ConsentType> {
    const { consent: consentId, ...signed } = input;
    const consent = await services.withdrawConsent(viewer, { ...signed, consentId });
    return toConsentType(consent, consent.withdrawnAt ?? consent.grantedAt);
  }

  @FieldResolver(() => MemberType, { nullable: true, description: 'Who consents.' })
  @Access('self')
  member(@Root() { memberId }: ConsentType): MemberType {
    return memberStub(memberId);
  }

  @FieldResolver(() => CooperativeType, { nullable: true, description: 'The co-op that is the controller.' })
  @Access('self')
  cooperative(@Root() { cooperativeId }: ConsentType): CooperativeType {
    return cooperativeStub(cooperativeId);
  }

  @FieldResolver(() => DatasetType, {
    nullable: true,
    description: 'The dataset whose records may be computed on.',
  })
  @Access('self')
  dataset(@Root() { datasetId }: ConsentType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(datasetId, context);
  }
}
