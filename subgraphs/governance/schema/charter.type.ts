import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor, PublicWithHolder } from '../../kit/schema/caching.js';
import {
  AllocationBasisEnum,
  ProposalKindEnum,
  VotingMethodEnum,
  WithdrawalEnum,
} from '../../kit/schema/charterInputs.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import { DateTimeScalar, DigestScalar, JSONScalar, PurposeScalar } from '../../kit/schema/scalars.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { DecisionRuleTerms, RevenuePolicyTerms } from '../../kit/contracts/charterTerms.js';
import { licensingOf } from '../../kit/contracts/licensing.js';
import { powersOf } from '../../kit/contracts/powers.js';
import { digestOf } from '../../kit/domain/canonical.js';
import type { Charter } from '../domain/charter.js';
import { CooperativeType, cooperativeStub } from './stubs.type.js';

@ObjectType('Fraction', { description: 'An exact part of a whole.' })
@PublicWithHolder()
export class FractionType {
  @Field(() => Int, { description: 'Zero or more, at most the denominator.' })
  @Access('public')
  numerator: number;

  @Field(() => Int, { description: 'One or more.' })
  @Access('public')
  denominator: number;
}

@ObjectType('DecisionRule', { description: 'How proposals of one kind are decided.' })
@PublicWithHolder()
export class DecisionRuleType {
  @Field(() => ProposalKindEnum, { description: 'The kind of proposal.' })
  @Access('public')
  kind: string;

  @Field(() => VotingMethodEnum, { description: 'How ballots are filled in and counted.' })
  @Access('public')
  method: string;

  @Field(() => Int, {
    description: 'Basis points of the electorate that must take part, abstentions included.',
  })
  @Access('public')
  quorumBp: number;

  @Field(() => FractionType, {
    description:
      'SINGLE passes when FOR is at least this part of FOR and AGAINST together, and more than AGAINST. APPROVAL ignores it.',
  })
  @Access('public')
  threshold: FractionType;

  @Field(() => Int, { description: 'Seconds from opening to close.' })
  @Access('public')
  votingPeriodSeconds: number;

  @Field(() => Int, { description: 'Seconds from close until a passed proposal takes effect.' })
  @Access('public')
  timelockSeconds: number;

  @Field(() => MoneyType, { nullable: true, description: 'What a proposer deposits; null: nothing.' })
  @Access('public')
  bond: MoneyType | null;
}

@ObjectType('RevenuePolicy', { description: 'How the revenue of a period is divided, after costs.' })
@PublicWithHolder()
export class RevenuePolicyType {
  @Field(() => Int, { description: 'Basis points that go to the reserve.' })
  @Access('public')
  reserveBp: number;

  @Field(() => Int, { description: 'Basis points that go to the commons.' })
  @Access('public')
  commonsBp: number;

  @Field(() => Int, { description: 'Basis points that are reinvested.' })
  @Access('public')
  reinvestBp: number;

  @Field(() => AllocationBasisEnum, { description: 'What each member’s part of the rest is measured by.' })
  @Access('public')
  basis: string;

  @Field(() => MoneyType, { description: 'Balances below this stay until they reach it.' })
  @Access('public')
  minimumPayout: MoneyType;

  @Field(() => Int, { description: 'Basis points of a dividend withheld as tax.' })
  @Access('public')
  withholdingTaxBp: number;
}

@ObjectType('Powers', {
  description: 'What nobody may do alone, with the defaults of what the charter leaves out.',
})
@PublicWithHolder()
export class PowersType {
  @Field(() => WithdrawalEnum, { description: 'Until when a proposer may take a proposal back.' })
  @Access('public')
  withdrawal: string;

  @Field(() => Int, { description: 'Days that a suspension lasts at most, whoever decides on it.' })
  @Access('public')
  suspensionDaysMax: number;

  @Field(() => Int, { description: 'Days in which any old key says no before a new one takes its place.' })
  @Access('public')
  recoveryWaitDays: number;
}

@ObjectType('Licensing', {
  description: 'What holds for every licence, with the defaults of what the charter leaves out.',
})
@PublicWithHolder()
export class LicensingType {
  @Field(() => Int, {
    description: 'Days from when the members prohibit the purpose of a licence in force until it ends.',
  })
  @Access('public')
  prohibitionNoticeDays: number;
}

/** A version never changes. */
const CHARTER_VERSION_SECONDS = 300;

@ObjectType('Charter', { description: 'One version of a co-op’s charter. All versions are public and stay.' })
@Directive('@key(fields: "id")')
@PublicFor(CHARTER_VERSION_SECONDS)
export class CharterType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `chr_…`.' })
  @Access('public')
  id: string;

  @Field(() => CooperativeType, { nullable: true, description: 'Whose charter it is.' })
  @Access('public')
  cooperative: CooperativeType;

  @Field(() => Int, { description: '1 is the founding charter; each later one was voted.' })
  @Access('public')
  version: number;

  @Field(() => [PurposeScalar], {
    description: 'Licences are possible for these purposes and narrower ones.',
  })
  @Access('public')
  allowedPurposes: string[];

  @Field(() => [PurposeScalar], {
    description: 'Never for these and narrower ones; this wins over an allowance.',
  })
  @Access('public')
  prohibitedPurposes: string[];

  @Field(() => [DecisionRuleType], { description: 'How proposals are decided, a rule a kind.' })
  @Access('public')
  rules: DecisionRuleType[];

  @Field(() => RevenuePolicyType, { description: 'How revenue is divided.' })
  @Access('public')
  revenuePolicy: RevenuePolicyType;

  @Field(() => PowersType, { description: 'What nobody may do alone.' })
  @Access('public')
  powers: PowersType;

  @Field(() => LicensingType, { description: 'What holds for every licence.' })
  @Access('public')
  licensing: LicensingType;

  @Field(() => MoneyType, {
    description: 'What a buyer may owe for the fees of jobs; nothing where the charter does not say it.',
  })
  @Access('public')
  jobCredit: MoneyType;

  @Field(() => String, { description: 'The charter in words.' })
  @Access('public')
  text: string;

  @Field(() => JSONScalar, { description: 'All terms, exactly as they were enacted.' })
  @Access('public')
  terms: unknown;

  @Field(() => DigestScalar, { description: 'SHA-256 of the canonical form of `terms`.' })
  @Access('public')
  digest: string;

  @Field(() => DateTimeScalar, { description: 'From when it is in force, inclusive.' })
  @Access('public')
  effectiveAt: Date;
}

export const CharterConnection = PublicConnectionOf(CharterType, 'Charter');

export function toCharterType({ id, cooperative, version, terms, effectiveAt }: Charter): CharterType {
  const { allowedPurposes, prohibitedPurposes, text } = terms;
  return {
    id,
    cooperativeId: cooperative,
    cooperative: cooperativeStub(cooperative),
    version,
    allowedPurposes,
    prohibitedPurposes,
    text,
    rules: terms.rules.map(toDecisionRuleType),
    revenuePolicy: toRevenuePolicyType(terms.revenuePolicy),
    powers: powersOf(terms),
    licensing: licensingOf(terms),
    jobCredit: {
      amountMinor: BigInt(terms.jobCreditMinor ?? '0'),
      currency: terms.revenuePolicy.currency,
    },
    terms,
    digest: digestOf(terms),
    effectiveAt,
  };
}

export function toDecisionRuleType(rule: DecisionRuleTerms): DecisionRuleType {
  return { ...rule, bond: null };
}

export function toRevenuePolicyType(policy: RevenuePolicyTerms): RevenuePolicyType {
  const { minimumPayoutMinor, currency, ...same } = policy;
  return { ...same, minimumPayout: { amountMinor: BigInt(minimumPayoutMinor), currency } };
}
