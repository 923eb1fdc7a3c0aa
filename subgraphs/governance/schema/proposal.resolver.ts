import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { ProposalState } from '../domain/proposalState.js';
import { loadProposal } from './context.js';
import type { Context } from './context.js';
import { effectOf } from './effectOf.js';
import { ProposalStateEnum } from './enums.js';
import { CancelProposalInput, SubmitProposalInput } from './inputs.js';
import { PROPOSAL_SECONDS, ProposalConnection, ProposalType } from './proposal.type.js';
import { toProposalType } from './toProposalType.js';

@Resolver()
export class ProposalResolver {
  @Query(() => ProposalType, {
    nullable: true,
    description: 'One proposal; null if there is none under this id.',
  })
  @Access('public')
  async proposal(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<ProposalType | null> {
    const proposal = await loadProposal(context, id);
    return proposal && toProposalType(proposal);
  }

  @PublicFor(PROPOSAL_SECONDS)
  @Query(() => ProposalConnection, { description: 'The proposals of a co-op, newest first.' })
  @Access('public')
  proposals(
    @Arg('cooperative', () => ID, { description: 'The co-op whose members vote.' }) cooperative: string,
    @Arg('state', () => ProposalStateEnum, { nullable: true }) state: ProposalState | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ProposalType>> {
    return proposalPage(context, cooperative, state, args);
  }

  @Mutation(() => ProposalType, {
    description: 'Puts a question to the members; voting opens once the electorate is fixed.',
  })
  @Access('signedIn')
  async submitProposal(
    @Arg('input', () => SubmitProposalInput) input: SubmitProposalInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ProposalType> {
    const { cooperative, kind, title, body } = input;
    const effect = effectOf(input);
    return toProposalType(await services.submitProposal(viewer, { cooperative, kind, title, body, effect }));
  }

  @Mutation(() => ProposalType, {
    description: 'Takes a proposal back: its proposer alone, and only until the first ballot.',
  })
  @Access('signedIn')
  async cancelProposal(
    @Arg('input', () => CancelProposalInput) input: CancelProposalInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<ProposalType> {
    return toProposalType(await services.cancelProposal(viewer, input));
  }
}

export async function proposalPage(
  { services }: Context,
  cooperative: string,
  state: ProposalState | null | undefined,
  args: PageArgs,
): Promise<Page<ProposalType>> {
  const request = readPage(args, 1);
  const rows = await services.proposals.page(cooperative, state ?? null, request);
  return toPage(rows, request, ({ id }) => [id], toProposalType);
}
