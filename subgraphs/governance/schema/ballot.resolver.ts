import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { COMMON } from '../../kit/errors/table.js';
import { Access } from '../../kit/schema/access.js';
import { BallotReceiptType, toReceiptType } from './ballot.type.js';
import { loadProposal } from './context.js';
import type { Context } from './context.js';
import { CastBallotInput } from './inputs.js';
import { ProposalType } from './proposal.type.js';
import { toProposalType } from './toProposalType.js';

@Resolver(() => BallotReceiptType)
export class BallotResolver {
  @Mutation(() => BallotReceiptType, { description: 'Takes the viewer’s ballot: one a member, and final.' })
  @Access('signedIn')
  async castBallot(
    @Arg('input', () => CastBallotInput) input: CastBallotInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<BallotReceiptType> {
    return toReceiptType(await services.castBallot(viewer, input));
  }

  @FieldResolver(() => ProposalType, { description: 'What was voted on.' })
  @Access('self')
  async proposal(@Root() { proposalId }: BallotReceiptType, @Ctx() context: Context): Promise<ProposalType> {
    const proposal = await loadProposal(context, proposalId);
    if (!proposal) throw COMMON.NOT_FOUND.raise('There is no such proposal.', { id: proposalId });
    return toProposalType(proposal);
  }
}
