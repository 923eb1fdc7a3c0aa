import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { ENTITIES } from '../../kit/schema/entities.js';
import { PublicFor, PublicWithHolder } from '../../kit/schema/caching.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import { BigIntScalar, DateTimeScalar, DigestScalar } from '../../kit/schema/scalars.js';
import { DecisionRuleType } from './charter.type.js';
import { ProposalEffectUnion } from './effect.type.js';
import type { ProposalEffectType } from './effect.type.js';
import { ProposalKindEnum, VotingMethodEnum } from '../../kit/schema/charterInputs.js';
import { ProposalStateEnum } from './enums.js';
import { ProposalOptionType } from './option.type.js';
import { CooperativeType, MemberType } from './stubs.type.js';
import { TallyType } from './tally.type.js';

@ObjectType('Electorate', {
  description: 'The members entitled to vote, fixed by membership before voting opened.',
})
@PublicWithHolder()
export class ElectorateType {
  @Field(() => Int, { description: 'Members.' })
  @Access('public')
  size: number;

  @Field(() => DigestScalar, {
    description: 'RFC 6962 root over the canonical `{did, memberId}` of each, by member id.',
  })
  @Access('public')
  root: string;

  @Field(() => BigIntScalar, {
    description: 'Index, in membership’s log of this co-op, of the entry that fixed it.',
  })
  @Access('public')
  position: bigint;

  @Field(() => ID, { description: 'That entry, `jrn_…`.' })
  @Access('public')
  entry: string;
}

/**
 * Open or closed, its journal tells the gateway of every change. Few seconds, since who keeps an answer elsewhere must
 * not see a vote open for long that has ended.
 */
export const PROPOSAL_SECONDS = 10;

@ObjectType('Proposal', { description: ENTITIES.Proposal })
@Directive('@key(fields: "id")')
@PublicFor(PROPOSAL_SECONDS)
export class ProposalType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `prp_…`.' })
  @Access('public')
  id: string;

  @Field(() => CooperativeType, { nullable: true, description: 'Whose members decide.' })
  @Access('public')
  cooperative: CooperativeType;

  @Field(() => ProposalKindEnum, { description: 'What it is about.' })
  @Access('public')
  kind: string;

  @Field(() => String, { description: 'In a line.' })
  @Access('public')
  title: string;

  @Field(() => String, { description: 'In full, with its reasons.' })
  @Access('public')
  body: string;

  @Field(() => MemberType, {
    nullable: true,
    description: 'Who submitted it; null when it was born of another service’s journal.',
  })
  @Access('members')
  proposer: MemberType | null;

  @Field(() => ProposalStateEnum, { description: 'Where it stands.' })
  @Access('public')
  state: string;

  @Field(() => VotingMethodEnum, { description: 'How ballots are filled in and counted.' })
  @Access('public')
  method: string;

  @Field(() => Boolean, {
    description:
      'Whether ballots stay sealed even from the service. Now false: they rest signed, and are published under pseudonyms.',
  })
  @Access('public')
  secret: boolean;

  @Field(() => DecisionRuleType, {
    description: 'The rule it is decided by, as the charter had it when it was submitted.',
  })
  @Access('public')
  rule: DecisionRuleType;

  @Field(() => Int, { description: 'The version of the charter under which it was submitted.' })
  @Access('public')
  charterVersion: number;

  @Field(() => [ProposalOptionType], { description: 'The ballot paper.' })
  @Access('public')
  options: ProposalOptionType[];

  @Field(() => ElectorateType, { nullable: true, description: 'Who may vote; null until voting opens.' })
  @Access('public')
  electorate: ElectorateType | null;

  @Field(() => DateTimeScalar, { description: 'When it was submitted.' })
  @Access('public')
  submittedAt: Date;

  @Field(() => DateTimeScalar, {
    description: 'First instant of voting; while OPENING, the earliest that it could be.',
  })
  @Access('public')
  opensAt: Date;

  @Field(() => DateTimeScalar, {
    description: 'First instant after voting; while OPENING, the earliest that it could be.',
  })
  @Access('public')
  closesAt: Date;

  @Field(() => DateTimeScalar, { nullable: true, description: 'End of the timelock; null unless it passed.' })
  @Access('public')
  enactableAt: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'When its effect was executed.' })
  @Access('public')
  enactedAt: Date | null;

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'From when its decision would come too late; null: never.',
  })
  @Access('public')
  decideBy: Date | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was rejected, cancelled or expired: a code and a sentence.',
  })
  @Access('public')
  reason: string | null;

  @Field(() => TallyType, {
    nullable: true,
    description: 'The count; null before close, for there are no partial results.',
  })
  @Access('public')
  tally: TallyType | null;

  @PublicFor(PROPOSAL_SECONDS)
  @Field(() => ProposalEffectUnion, {
    nullable: true,
    description: 'What is executed, exactly, if it passes.',
  })
  @Access('public')
  effect: ProposalEffectType | null;

  @Field(() => DigestScalar, {
    description:
      'Digest of the effect, of whichever kind: SHA-256 of its canonical form, which every ballot signs.',
  })
  @Access('public')
  effectDigest: string;
}

export const ProposalConnection = PublicConnectionOf(ProposalType, 'Proposal');
