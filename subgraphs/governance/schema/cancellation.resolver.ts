import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { loadProposal } from './context.js';
import type { Context } from './context.js';
import { CancellationEffect } from './effect.type.js';
import { ProposalType } from './proposal.type.js';
import { toProposalType } from './toProposalType.js';

@Resolver(() => CancellationEffect)
export class CancellationEffectResolver {
  @FieldResolver(() => ProposalType, {
    nullable: true,
    description: 'The decision that would be taken back.',
  })
  @Access('public')
  async proposal(
    @Root() { proposalId }: CancellationEffect,
    @Ctx() context: Context,
  ): Promise<ProposalType | null> {
    const proposal = await loadProposal(context, proposalId);
    return proposal && toProposalType(proposal);
  }
}
