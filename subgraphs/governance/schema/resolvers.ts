import type { NonEmptyArray } from 'type-graphql';
import { heldRecordsResolver } from '../../kit/schema/heldRecords.js';
import { BallotResolver } from './ballot.resolver.js';
import { CancellationEffectResolver } from './cancellation.resolver.js';
import { CooperativeResolver } from './cooperative.resolver.js';
import { DelegationResolver } from './delegation.resolver.js';
import { MemberResolver } from './member.resolver.js';
import { ProposalResolver } from './proposal.resolver.js';
import { ProposalSubscription } from './proposal.subscription.js';
import { TallyEvidenceResolver, TallyResolver } from './tally.resolver.js';
import { MemberType } from './stubs.type.js';

// eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
export const resolvers: NonEmptyArray<Function> = [
  BallotResolver,
  CancellationEffectResolver,
  CooperativeResolver,
  DelegationResolver,
  MemberResolver,
  heldRecordsResolver(MemberType, 'governance'),
  ProposalResolver,
  ProposalSubscription,
  TallyResolver,
  TallyEvidenceResolver,
];
