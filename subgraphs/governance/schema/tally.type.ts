import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicWithHolder } from '../../kit/schema/caching.js';
import { PublicConnectionOf } from '../../kit/schema/connection.js';
import { DigestScalar } from '../../kit/schema/scalars.js';
import { ProposalOptionType } from './option.type.js';

@ObjectType('OptionCount', { description: 'What one option received.' })
@PublicWithHolder()
export class OptionCountType {
  @Field(() => ProposalOptionType, { description: 'The option.' })
  @Access('public')
  option: ProposalOptionType;

  @Field(() => Int, { description: 'Members who chose it, by ballot or by delegation.' })
  @Access('public')
  weight: number;
}

@ObjectType('TallyRound', { description: 'One round of a count. SINGLE and APPROVAL have one.' })
@PublicWithHolder()
export class TallyRoundType {
  @Field(() => Int, { description: 'From 1.' })
  @Access('public')
  number: number;

  @Field(() => [OptionCountType], {
    description: 'What each option received, in the order of the ballot paper.',
  })
  @Access('public')
  counts: OptionCountType[];
}

@ObjectType('PublishedBallot', {
  description: 'A counted ballot, under a pseudonym made for this proposal alone.',
})
@PublicWithHolder()
export class PublishedBallotType {
  @Field(() => String, { description: 'Random; only the voter’s receipt ties it to a person.' })
  @Access('public')
  pseudonym: string;

  @Field(() => [ID], { description: 'Ids of the chosen options.' })
  @Access('public')
  choices: string[];

  @Field(() => Int, {
    description: 'Members for whom it counted: the voter and those who delegated to the voter.',
  })
  @Access('public')
  weight: number;

  @Field(() => DigestScalar, {
    description: 'Digest of `{salt, signature, statement}`; the log holds it since the ballot was cast.',
  })
  @Access('public')
  commitment: string;
}

@ObjectType('PublishedDelegation', {
  description: 'An elector for whom another’s ballot counted, under pseudonyms.',
})
@PublicWithHolder()
export class PublishedDelegationType {
  @Field(() => String, { description: 'The elector who did not vote.' })
  @Access('public')
  pseudonym: string;

  @Field(() => String, { description: 'The pseudonym of the ballot that counted for them.' })
  @Access('public')
  ballot: string;
}

export const PublishedBallotConnection = PublicConnectionOf(PublishedBallotType, 'PublishedBallot');
export const PublishedDelegationConnection = PublicConnectionOf(
  PublishedDelegationType,
  'PublishedDelegation',
);

@ObjectType('TallyEvidence', {
  description: 'Everything that a stranger needs to count again, and no identities.',
})
@PublicWithHolder()
export class TallyEvidenceType {
  cooperativeId: string;
  proposalId: string;

  @Field(() => DigestScalar, { description: 'RFC 6962 root over the electors.' })
  @Access('public')
  electorateRoot: string;

  @Field(() => Int, { description: 'Electors.' })
  @Access('public')
  electorateSize: number;

  @Field(() => DigestScalar, {
    description:
      'RFC 6962 root over the counted ballots in the order of their pseudonyms; a leaf is the canonical form of `{choices, commitment, pseudonym, weight}`. The log holds it as the digest `ballots` of ProposalClosed.',
  })
  @Access('public')
  ballotsRoot: string;
}

@ObjectType('Tally', { description: 'The ballots of a proposal, counted at close.' })
@PublicWithHolder()
export class TallyType {
  proposalId: string;

  @Field(() => Int, { description: 'Ballots cast.' })
  @Access('public')
  ballotsCounted: number;

  @Field(() => Int, { description: 'Members who took part, by ballot or by delegation.' })
  @Access('public')
  participants: number;

  @Field(() => Int, { description: 'Participants in the electorate, in basis points, rounded down.' })
  @Access('public')
  turnoutBp: number;

  @Field(() => Boolean, { description: 'Whether enough of the electorate took part.' })
  @Access('public')
  quorumMet: boolean;

  @Field(() => [ProposalOptionType], { description: 'The options that prevailed; none without a quorum.' })
  @Access('public')
  outcome: ProposalOptionType[];

  @Field(() => [TallyRoundType], { description: 'The count, step by step.' })
  @Access('public')
  rounds: TallyRoundType[];

  @Field(() => TallyEvidenceType, { description: 'What to count again from.' })
  @Access('public')
  evidence: TallyEvidenceType;
}
