import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { requireId } from '../../kit/domain/ids.js';
import { Access } from '../../kit/schema/access.js';
import { loadOffer, loadSteps } from './context.js';
import type { Context } from './context.js';
import { findDataset } from './dataset.reference.js';
import { DatasetType } from './dataset.type.js';
import { findLicence } from './licence.reference.js';
import {
  AcceptOfferInput,
  CounterOfferInput,
  RequestLicenceInput,
  TerminateLicenceInput,
  VerifyAgreementInput,
} from './licence.input.js';
import { LicenceType, NegotiationStepType, toLicenceType, toStepType } from './licence.type.js';
import { toOfferTerms } from './offer.input.js';
import { LicenceOfferType, toOfferType } from './offer.type.js';
import { OrganizationType, ProposalType, organizationStub } from './stubs.type.js';

@Resolver(() => LicenceType)
export class LicenceResolver {
  @Query(() => LicenceType, {
    nullable: true,
    description:
      'One licence; null to all but its parties and auditors and, once they are asked, the members of its co-op.',
  })
  @Access('public')
  licence(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<LicenceType | null> {
    return findLicence(requireId('lic', id), context);
  }

  @Mutation(() => LicenceType, {
    description:
      'Asks for a licence on a published offer; buyers and partners. Of one buyer, dataset and purpose one request is ' +
      'open at a time: asking again answers that one as it stands, with the offer on its table.',
  })
  @Access('signedIn')
  async requestLicence(
    @Arg('input', () => RequestLicenceInput) { dataset, offer, message, ...input }: RequestLicenceInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<LicenceType> {
    const asked = { ...input, datasetId: dataset, offerId: offer ?? null, message: message ?? null };
    return toLicenceType(await services.requestLicence(viewer, asked));
  }

  @Mutation(() => LicenceType, {
    description: 'Puts terms on the table; what was accepted before is no longer.',
  })
  @Access('signedIn')
  async counterOffer(
    @Arg('input', () => CounterOfferInput) { licence, terms, message, idempotencyKey }: CounterOfferInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<LicenceType> {
    const asked = {
      licenceId: licence,
      terms: terms ? toOfferTerms(terms) : null,
      message: message ?? null,
      idempotencyKey,
    };
    return toLicenceType(await services.counterOffer(viewer, asked));
  }

  @Mutation(() => LicenceType, {
    description: 'Accepts the exact bytes on the table; the vote opens on them. The buyer.',
  })
  @Access('signedIn')
  async acceptOffer(
    @Arg('input', () => AcceptOfferInput) { licence: licenceId, ...input }: AcceptOfferInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<LicenceType> {
    return toLicenceType(await services.acceptOffer(viewer, { ...input, licenceId }));
  }

  @Mutation(() => LicenceType, {
    description: 'Signs the agreement that the decision made of the offer. The buyer.',
  })
  @Access('signedIn')
  async verifyAgreement(
    @Arg('input', () => VerifyAgreementInput) { licence: licenceId, ...input }: VerifyAgreementInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<LicenceType> {
    return toLicenceType(await services.verifyAgreement(viewer, { ...input, licenceId }));
  }

  @Mutation(() => LicenceType, {
    description: 'Ends a negotiation; either side, until the licence is in force.',
  })
  @Access('signedIn')
  async terminateLicence(
    @Arg('input', () => TerminateLicenceInput) { licence: licenceId, reason }: TerminateLicenceInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<LicenceType> {
    return toLicenceType(await services.terminateLicence(viewer, { licenceId, reason }));
  }

  @FieldResolver(() => DatasetType, { description: 'What is licensed.' })
  @Access('buyerOrStewards', 'insiders')
  dataset(@Root() { datasetId }: LicenceType, @Ctx() context: Context): Promise<DatasetType | null> {
    return findDataset(datasetId, context);
  }

  @FieldResolver(() => OrganizationType, { nullable: true, description: 'Who asks for it, or holds it.' })
  @Access('buyerOrStewards', 'insiders')
  buyer(@Root() { buyerId }: LicenceType): OrganizationType {
    return organizationStub(buyerId);
  }

  @FieldResolver(() => LicenceOfferType, {
    description: 'The offer on the table, or the one that was agreed on.',
  })
  @Access('buyerOrStewards', 'insiders')
  async offer(@Root() { offerId }: LicenceType, @Ctx() context: Context): Promise<LicenceOfferType | null> {
    const offer = await loadOffer(context, offerId);
    return offer && toOfferType(offer);
  }

  @FieldResolver(() => ProposalType, {
    nullable: true,
    description: 'The vote that it rests on; null before one was made.',
  })
  @Access('buyerOrStewards', 'insiders')
  decision(@Root() { proposalId }: LicenceType): ProposalType | null {
    return proposalId === null ? null : { id: proposalId };
  }

  @FieldResolver(() => [NegotiationStepType], {
    nullable: true,
    description: 'How it came here, oldest step first.',
  })
  @Access('buyerOrStewards')
  async steps(@Root() licence: LicenceType, @Ctx() context: Context): Promise<NegotiationStepType[]> {
    return (await loadSteps(context, licence)).map(toStepType);
  }
}

@Resolver(() => NegotiationStepType)
export class NegotiationStepResolver {
  @FieldResolver(() => LicenceOfferType, { description: 'The offer that was on the table then.' })
  @Access('buyerOrStewards')
  async offer(
    @Root() { offerId }: NegotiationStepType,
    @Ctx() context: Context,
  ): Promise<LicenceOfferType | null> {
    const offer = await loadOffer(context, offerId);
    return offer && toOfferType(offer);
  }
}
