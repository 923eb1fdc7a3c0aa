import { Field, ID, Int, ObjectType, createUnionType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { DigestScalar, JSONScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import type { Effect } from '../../kit/contracts/effects.js';
import { elected } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { RevenuePolicyType, toRevenuePolicyType } from './charter.type.js';
import { ElectedRoleEnum } from './enums.js';
import { LicenceTermsType, toLicenceTermsType } from './licenceTerms.type.js';
import { DatasetType, LicenceType, MemberType, OrganizationType, memberStub } from './stubs.type.js';

/** What all effects have. */
@ObjectType()
abstract class EffectBase {
  kind: Effect['kind'];

  @Field(() => DigestScalar, {
    description: 'SHA-256 of the canonical form of `document`; every ballot signs it.',
  })
  @Access('public')
  digest: string;

  @Field(() => JSONScalar, { description: 'The effect exactly as it is digested.' })
  @Access('public')
  document: unknown;
}

@ObjectType('LicenceEffect', { description: 'The offer that a buyer has accepted becomes the agreement.' })
class LicenceEffect extends EffectBase {
  cooperativeId: string;
  buyerId: string;

  @Field(() => LicenceType, { nullable: true, description: 'The licence under negotiation.' })
  @Access('public')
  licence: LicenceType;

  @Field(() => DatasetType, { nullable: true, description: 'What would be used.' })
  @Access('public')
  dataset: DatasetType;

  @Field(() => OrganizationType, { nullable: true, description: 'Who would use it.' })
  @Access('public')
  buyer: OrganizationType;

  @Field(() => PurposeScalar, { description: 'What for.' })
  @Access('public')
  purpose: string;

  @Field(() => DigestScalar, { description: 'Digest of the offer, byte for byte as the buyer signed it.' })
  @Access('public')
  offerDigest: string;

  @Field(() => DigestScalar, {
    nullable: true,
    description:
      'Digest of the published offer that the negotiation began with; null of a vote from before terms were shown.',
  })
  @Access('public')
  publishedOfferDigest: string | null;

  @Field(() => LicenceTermsType, {
    nullable: true,
    description:
      'What the two digests stand for: every term that is decided on, and how it differs from the published one. Members, ' +
      'the buyer, stewards and auditors; null of a vote from before terms were shown.',
  })
  @Access('buyerOrStewards', 'insiders')
  licenceTerms: LicenceTermsType | null;

  @Field(() => DigestScalar, { description: 'Digest of the buyer’s signed acceptance.' })
  @Access('public')
  acceptanceDigest: string;
}

@ObjectType('CharterAmendmentEffect', { description: 'The charter is replaced by these terms.' })
class CharterAmendmentEffect extends EffectBase {
  @Field(() => Int, {
    description: 'The version that the voters read; if it has changed meanwhile, this expires.',
  })
  @Access('public')
  baseVersion: number;

  @Field(() => JSONScalar, { description: 'The whole new terms.' })
  @Access('public')
  terms: unknown;
}

@ObjectType('RevenuePolicyEffect', { description: 'The charter’s revenue policy is replaced by this one.' })
class RevenuePolicyEffect extends EffectBase {
  @Field(() => Int, {
    description: 'The version that the voters read; if its policy has changed meanwhile, this expires.',
  })
  @Access('public')
  baseVersion: number;

  @Field(() => RevenuePolicyType, { description: 'The new policy.' })
  @Access('public')
  policy: RevenuePolicyType;
}

@ObjectType('AdmissionEffect', { description: 'An applicant becomes a member.' })
class AdmissionEffect extends EffectBase {
  @Field(() => MemberType, { nullable: true, description: 'The applicant.' })
  @Access('public')
  member: MemberType;
}

@ObjectType('ElectionEffect', { description: 'The most approved candidates hold an office for a term.' })
class ElectionEffect extends EffectBase {
  @Field(() => ElectedRoleEnum, { description: 'The office.' })
  @Access('public')
  role: string;

  @Field(() => Int, { description: 'How many are elected.' })
  @Access('public')
  seats: number;

  @Field(() => Int, { description: 'Days from enactment for which they hold it.' })
  @Access('public')
  termDays: number;

  @Field(() => [MemberType], { nullable: 'items', description: 'Who stands.' })
  @Access('public')
  candidates: MemberType[];

  @Field(() => [MemberType], {
    nullable: 'items',
    description: 'Who was elected, most approved first; empty before the count.',
  })
  @Access('public')
  elected: MemberType[];
}

@ObjectType('ResolutionEffect', { description: 'The members have said this; nothing is executed.' })
class ResolutionEffect extends EffectBase {
  @Field(() => String, { description: 'What they say.' })
  @Access('public')
  text: string;
}

@ObjectType('CancellationEffect', {
  description: 'A decision of the members is taken back before it takes effect.',
})
export class CancellationEffect extends EffectBase {
  proposalId: string;

  @Field(() => DigestScalar, { description: 'Digest of the effect that would not come about.' })
  @Access('public')
  effectDigest: string;
}

@ObjectType('SuspensionEffect', { description: 'A member is suspended for a time.' })
class SuspensionEffect extends EffectBase {
  @Field(() => MemberType, { nullable: true, description: 'The member.' })
  @Access('public')
  member: MemberType;

  @Field(() => Int, { description: 'Days from enactment that it lasts.' })
  @Access('public')
  days: number;
}

@ObjectType('ReinstatementEffect', { description: 'An appeal: the suspension of a member ends.' })
class ReinstatementEffect extends EffectBase {
  @Field(() => MemberType, { nullable: true, description: 'The member who appeals.' })
  @Access('public')
  member: MemberType;

  @Field(() => ID, { description: 'The suspension that would end, `sus_…`.' })
  @Access('public')
  suspension: string;
}

@ObjectType('RecoveryEffect', {
  description: 'A new key is a member’s; any old one still says no in the waiting time.',
})
class RecoveryEffect extends EffectBase {
  @Field(() => MemberType, { nullable: true, description: 'The member.' })
  @Access('public')
  member: MemberType;

  @Field(() => ID, { description: 'The request, `rcv_…`.' })
  @Access('public')
  recovery: string;

  @Field(() => String, { description: 'The new public key, multibase.' })
  @Access('public')
  key: string;
}

const CLASSES = {
  LICENCE: LicenceEffect,
  CHARTER_AMENDMENT: CharterAmendmentEffect,
  REVENUE_POLICY: RevenuePolicyEffect,
  ADMISSION: AdmissionEffect,
  ELECTION: ElectionEffect,
  RESOLUTION: ResolutionEffect,
  CANCELLATION: CancellationEffect,
  SUSPENSION: SuspensionEffect,
  REINSTATEMENT: ReinstatementEffect,
  RECOVERY: RecoveryEffect,
} as const;

export const ProposalEffectUnion = createUnionType({
  name: 'ProposalEffect',
  description: 'What is executed, exactly, if a proposal passes.',
  types: () =>
    [
      LicenceEffect,
      CharterAmendmentEffect,
      RevenuePolicyEffect,
      AdmissionEffect,
      ElectionEffect,
      ResolutionEffect,
      CancellationEffect,
      SuspensionEffect,
      ReinstatementEffect,
      RecoveryEffect,
    ] as const,
  resolveType: ({ kind }) => CLASSES[kind],
});

export type ProposalEffectType = InstanceType<(typeof CLASSES)[keyof typeof CLASSES]>;

export function toEffectType(proposal: Proposal): ProposalEffectType {
  const { effect, effectDigest: digest } = proposal;
  const base = { digest, document: effect };
  switch (effect.kind) {
    case 'LICENCE': {
      const { licence, dataset, buyer, publishedOfferDigest = null, ...same } = effect;
      const between = { cooperativeId: proposal.cooperative, buyerId: buyer };
      const licenceTerms = proposal.terms && toLicenceTermsType(proposal.terms, between);
      const about = { licence: { id: licence }, dataset: { id: dataset }, buyer: { id: buyer } };
      return { ...base, ...same, ...between, ...about, publishedOfferDigest, licenceTerms };
    }
    case 'REVENUE_POLICY':
      return { ...base, ...effect, policy: toRevenuePolicyType(effect.policy) };
    case 'ADMISSION':
      return { ...base, kind: effect.kind, member: memberStub(effect.member) };
    case 'ELECTION': {
      const candidates = effect.candidates.map(memberStub);
      return { ...base, ...effect, candidates, elected: elected(proposal).map(memberStub) };
    }
    case 'CANCELLATION': {
      const { kind, proposal: proposalId, effectDigest } = effect;
      return { ...base, kind, proposalId, effectDigest };
    }
    case 'SUSPENSION':
    case 'REINSTATEMENT':
    case 'RECOVERY':
      return { ...base, ...effect, member: memberStub(effect.member) };
    case 'CHARTER_AMENDMENT':
    case 'RESOLUTION':
      return { ...base, ...effect };
  }
}
