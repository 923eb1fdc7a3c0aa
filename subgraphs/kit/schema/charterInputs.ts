import { Field, InputType, Int } from 'type-graphql';
import type { ALLOCATION_BASES, PROPOSAL_KINDS } from '../contracts/charterTerms.js';
import { enumOf } from './enumOf.js';
import { BigIntScalar, DidScalar, PurposeScalar } from './scalars.js';

/** Enums and inputs of a charter: membership takes the first one, governance every later one. */

export const ProposalKindEnum = enumOf<(typeof PROPOSAL_KINDS)[number]>(
  'ProposalKind',
  'What a proposal is about, and so by which rule it is decided.',
  {
    LICENCE: 'Whether a buyer’s licence is agreed to.',
    CHARTER_AMENDMENT: 'A whole new charter in place of the one in force.',
    REVENUE_POLICY: 'How revenue is divided from now on.',
    ELECTION: 'Who holds an office.',
    RECALL: 'Whether somebody loses an office before its time.',
    ADMISSION: 'Whether an applicant becomes a member.',
    DATA_SCHEMA: 'Which columns a dataset has. Of the public vocabulary; nobody can submit it yet.',
    SPENDING: 'Whether the co-op spends. Of the public vocabulary; nobody can submit it yet.',
    COMMONS_FUNDING: 'What the commons fund pays for. Of the public vocabulary; nobody can submit it yet.',
    RESOLUTION: 'What the members want to have said; nothing else follows from it.',
    CANCELLATION: 'Whether a decision that waits for its day is undone.',
    SUSPENSION: 'Whether a member may not act for a time.',
    REINSTATEMENT: 'Whether a suspension ends, as the member asks.',
    RECOVERY: 'Whether a new key is a member’s who lost theirs.',
  },
);

export const AllocationBasisEnum = enumOf<(typeof ALLOCATION_BASES)[number]>(
  'AllocationBasis',
  'What a member’s part of a pool is measured by.',
  {
    EQUAL: 'Everybody gets the same.',
    QUANTITY: 'By the number of records contributed.',
    QUALITY: 'By the records that computations used, weighted by their quality.',
    USAGE: 'By the records that computations used.',
    STAKE: 'By what the member has staked.',
  },
);

/** The whole public vocabulary; a charter can name SINGLE and APPROVAL. */
export const VotingMethodEnum = enumOf('VotingMethod', 'How ballots are filled in and counted.', {
  SINGLE: 'One option each; the most ballots win.',
  APPROVAL: 'Any number of options each; the most approvals win.',
  QUADRATIC: 'Votes that cost their square. No charter can name it yet.',
  TOKEN_WEIGHTED: 'A vote for each token. No charter can name it yet.',
  RANKED_IRV: 'Instant-runoff of ranked options. No charter can name it yet.',
  RANKED_STV: 'Single transferable vote. No charter can name it yet.',
  CONDORCET: 'Whoever beats each other option alone. No charter can name it yet.',
});

export const AdmissionByEnum = enumOf('AdmissionBy', 'Who decides on applications.', {
  STEWARDS: 'A steward alone.',
  VOTE: 'The members, by an ADMISSION proposal.',
});

export const WithdrawalEnum = enumOf(
  'ProposalWithdrawal',
  'Until when a proposer may take a proposal back.',
  {
    UNTIL_FIRST_BALLOT: 'Until somebody has voted.',
    UNTIL_OPENING: 'Until the vote opens.',
    NEVER: 'Not at all.',
  },
);

const ExitBalanceEnum = enumOf('ExitBalance', 'What becomes of the balance of somebody who leaves.', {
  PAY: 'It is paid out when they leave.',
  HOLD: 'It is held until they ask for it.',
});

@InputType({ description: 'How one is to become a member; a founding and its charter say the same.' })
export class AdmissionPolicyInput {
  @Field(() => AdmissionByEnum, { description: 'Who decides on applications.' })
  by: 'STEWARDS' | 'VOTE';

  @Field(() => [DidScalar], { description: 'Whose personhood attestations the co-op accepts, 1 to 20.' })
  issuers: string[];
}

@InputType({ description: 'An exact part of a whole.' })
class FractionInput {
  @Field(() => Int, { description: '0 to 1,000, at most the denominator.' })
  numerator: number;

  @Field(() => Int, { description: '1 to 1,000.' })
  denominator: number;
}

@InputType({ description: 'How proposals of one kind are decided.' })
class DecisionRuleInput {
  @Field(() => ProposalKindEnum, { description: 'The kind of proposal; one rule a kind.' })
  kind: string;

  @Field(() => VotingMethodEnum, { description: 'APPROVAL for ELECTION, SINGLE for every other kind.' })
  method: string;

  @Field(() => Int, {
    description: 'Basis points of the electorate that must take part, abstentions included: 0 to 10,000.',
  })
  quorumBp: number;

  @Field(() => FractionInput, {
    description: 'SINGLE passes when FOR is at least this part of FOR and AGAINST. APPROVAL ignores it.',
  })
  threshold: FractionInput;

  @Field(() => Int, { description: 'Seconds from opening to close: 60 to 7,776,000 (90 days).' })
  votingPeriodSeconds: number;

  @Field(() => Int, { description: 'Seconds from close until it takes effect: 0 to 7,776,000 (90 days).' })
  timelockSeconds: number;
}

@InputType({ description: 'How the revenue of a period is divided, after costs.' })
export class RevenuePolicyInput {
  @Field(() => Int, { description: 'Basis points that go to the reserve.' })
  reserveBp: number;

  @Field(() => Int, { description: 'Basis points that go to the commons.' })
  commonsBp: number;

  @Field(() => Int, {
    description: 'Basis points that are reinvested; the three are at most 10,000 together.',
  })
  reinvestBp: number;

  @Field(() => AllocationBasisEnum, { description: 'What each member’s part of the rest is measured by.' })
  basis: string;

  @Field(() => BigIntScalar, { description: 'Smallest amount paid out, in minor units.' })
  minimumPayoutMinor: bigint;

  @Field(() => String, { description: 'ISO 4217 code: the co-op’s settlement currency.' })
  currency: string;

  @Field(() => Int, { description: 'Basis points of a dividend withheld as tax, 0 to 10,000.' })
  withholdingTaxBp: number;
}

@InputType({ description: 'What protects members in computations.' })
class PrivacyTermsInput {
  @Field(() => Int, {
    description: 'Privacy budget of one buyer on one dataset, in millionths of epsilon: 1 to 1,000,000,000.',
  })
  epsilonPerBuyerMicro: number;

  @Field(() => Int, { description: 'Fewest members in a computation, 10 to 100,000.' })
  cohortMinimum: number;
}

@InputType({ description: 'What nobody may do alone. What is left out holds with its default.' })
class PowersInput {
  @Field(() => WithdrawalEnum, {
    nullable: true,
    description: 'Until when a proposer may take a proposal back; by default until its first ballot.',
  })
  withdrawal?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days that a suspension lasts at most, 1 to 365; by default 90.',
  })
  suspensionDaysMax?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'Days in which any old key says no before a new one takes its place, 1 to 90; by default 7.',
  })
  recoveryWaitDays?: number | null;
}

@InputType({ description: 'What holds for every licence. What is left out holds with its default.' })
class LicensingInput {
  @Field(() => Int, {
    nullable: true,
    description:
      'Days, 0 to 365, from when the members prohibit the purpose of a licence in force until it ends; by default 30.',
  })
  prohibitionNoticeDays?: number | null;
}

@InputType({ description: 'How much of what one member brings may weigh.' })
class ContributionTermsInput {
  @Field(() => Int, {
    description: 'Rows of one member that weigh in the division of one period by QUANTITY: 1 to 10,000,000.',
  })
  rowsPerPeriodMax: number;
}

@InputType({ description: 'How the co-op spends.' })
class CostTermsInput {
  @Field(() => BigIntScalar, {
    description:
      'Minor units that one steward spends alone within thirty days, zero or more; beyond it a second person agrees.',
  })
  approvalMinor: bigint;
}

@InputType({ description: 'All terms of a charter. Its digest is that of these terms in canonical JSON.' })
export class CharterTermsInput {
  @Field(() => String, { description: 'The charter in words, 1 to 20,000 characters.' })
  text: string;

  @Field(() => [PurposeScalar], {
    description: 'Licences are possible for these purposes and narrower ones: 1 to 100.',
  })
  allowedPurposes: string[];

  @Field(() => [PurposeScalar], {
    description: 'Never for these and narrower ones, up to 100; this wins over an allowance.',
  })
  prohibitedPurposes: string[];

  @Field(() => [DecisionRuleInput], {
    description: 'How proposals are decided. Kinds without a rule cannot be put to the vote.',
  })
  rules: DecisionRuleInput[];

  @Field(() => RevenuePolicyInput, { description: 'How revenue is divided.' })
  revenuePolicy: RevenuePolicyInput;

  @Field(() => AdmissionPolicyInput, { description: 'How one becomes a member.' })
  admission: AdmissionPolicyInput;

  @Field(() => ExitBalanceEnum, { description: 'What becomes of the balance of somebody who leaves.' })
  exitBalance: string;

  @Field(() => CostTermsInput, {
    nullable: true,
    description: 'How the co-op spends; without it a steward spends 100,000 minor units alone.',
  })
  costs?: CostTermsInput | null;

  @Field(() => PrivacyTermsInput, { description: 'What protects members in computations.' })
  privacy: PrivacyTermsInput;

  @Field(() => PowersInput, {
    nullable: true,
    description: 'What nobody may do alone; left out, it is no part of the terms, and the defaults hold.',
  })
  powers?: PowersInput | null;

  @Field(() => LicensingInput, {
    nullable: true,
    description: 'What holds for every licence; left out, it is no part of the terms, and the defaults hold.',
  })
  licensing?: LicensingInput | null;

  @Field(() => ContributionTermsInput, {
    nullable: true,
    description: 'How much of what one member brings may weigh; left out, 10,000 rows a period.',
  })
  contributions?: ContributionTermsInput | null;

  @Field(() => BigIntScalar, {
    nullable: true,
    description:
      'What a buyer may owe for the fees of jobs that were not paid in advance, in minor units of the settlement currency; left out, it is no part of the terms, and nothing may be owed.',
  })
  jobCreditMinor?: bigint | null;
}

/** The terms as they are signed, hashed and kept: JSON, an amount as a decimal string. */
export function toCharterTerms(input: CharterTermsInput): unknown {
  const { revenuePolicy, powers, licensing, contributions, costs, jobCreditMinor, ...terms } = input;
  const plain = JSON.parse(JSON.stringify(terms)) as object;
  return {
    ...plain,
    revenuePolicy: toRevenuePolicy(revenuePolicy),
    ...(powers && { powers: said(powers) }),
    ...(licensing && { licensing: said(licensing) }),
    ...(contributions && { contributions: said(contributions) }),
    ...(costs && { costs: { approvalMinor: costs.approvalMinor.toString() } }),
    ...(typeof jobCreditMinor === 'bigint' && { jobCreditMinor: jobCreditMinor.toString() }),
  };
}

/** Without what was left out, which GraphQL may give as null. */
function said(part: object): object {
  return Object.fromEntries(
    Object.entries(part).filter(([, value]) => value !== null && value !== undefined),
  );
}

export function toRevenuePolicy({ minimumPayoutMinor, ...policy }: RevenuePolicyInput): object {
  return { ...policy, minimumPayoutMinor: minimumPayoutMinor.toString() };
}
