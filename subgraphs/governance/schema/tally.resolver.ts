import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { COMMON } from '../../kit/errors/table.js';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { loadProposal } from './context.js';
import type { Context } from './context.js';
import { ProposalType } from './proposal.type.js';
import {
  PublishedBallotConnection,
  PublishedDelegationConnection,
  TallyEvidenceType,
  TallyType,
} from './tally.type.js';
import type { PublishedBallotType, PublishedDelegationType } from './tally.type.js';
import { toProposalType } from './toProposalType.js';

@Resolver(() => TallyType)
export class TallyResolver {
  @FieldResolver(() => ProposalType, { description: 'What was counted.' })
  @Access('public')
  async proposal(@Root() { proposalId }: TallyType, @Ctx() context: Context): Promise<ProposalType> {
    const proposal = await loadProposal(context, proposalId);
    if (!proposal) throw COMMON.NOT_FOUND.raise('There is no such proposal.', { id: proposalId });
    return toProposalType(proposal);
  }
}

@Resolver(() => TallyEvidenceType)
export class TallyEvidenceResolver {
  @FieldResolver(() => PublishedBallotConnection, {
    description: 'The counted ballots, in the order of their tree.',
  })
  @Access('public')
  async ballots(
    @Root() { cooperativeId, proposalId }: TallyEvidenceType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<PublishedBallotType>> {
    const request = readPage(args, 1);
    const ballots = await services.evidence.ballots(cooperativeId, proposalId, request);
    return toPage(
      ballots,
      request,
      ({ pseudonym }) => [pseudonym],
      (ballot) => ballot,
    );
  }

  @FieldResolver(() => PublishedDelegationConnection, {
    description: 'Who took part by delegation, by pseudonym.',
  })
  @Access('public')
  async delegations(
    @Root() { cooperativeId, proposalId }: TallyEvidenceType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<PublishedDelegationType>> {
    const request = readPage(args, 1);
    const delegations = await services.evidence.delegations(cooperativeId, proposalId, request);
    return toPage(
      delegations,
      request,
      ({ pseudonym }) => [pseudonym],
      (delegation) => delegation,
    );
  }
}
