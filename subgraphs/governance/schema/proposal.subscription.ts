import { Arg, Ctx, ID, Resolver, Subscription } from 'type-graphql';
import type * as entries from '../../kit/contracts/entries/governance.js';
import { COMMON } from '../../kit/errors/table.js';
import type { LiveTopicsOf } from '../../kit/live/changes.js';
import { watchingId } from '../../kit/live/watching.js';
import { Access } from '../../kit/schema/access.js';
import { loadProposal } from './context.js';
import type { Context } from './context.js';
import { ProposalType } from './proposal.type.js';
import { toProposalType } from './toProposalType.js';

/** Entries about a proposal as a whole. A ballot moves nothing that anybody may see before the close. */
export const liveTopics: LiveTopicsOf<typeof entries> = {
  ProposalSubmitted: ['proposal'],
  ProposalOpened: ['proposal'],
  ProposalClosed: ['proposal'],
  ProposalRejected: ['proposal'],
  ProposalCancelled: ['proposal'],
  ProposalEnacted: ['proposal'],
};

@Resolver()
export class ProposalSubscription {
  @Subscription(() => ProposalType, {
    description: 'A proposal as it stands now, and again whenever it has moved on.',
    subscribe: watchingId,
  })
  @Access('public')
  async proposalChanged(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ProposalType> {
    const proposal = await loadProposal(context, id);
    if (!proposal) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
    return toProposalType(proposal);
  }
}
