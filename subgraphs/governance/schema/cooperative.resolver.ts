import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { COMMON } from '../../kit/errors/table.js';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { ProposalState } from '../domain/proposalState.js';
import { CharterConnection, CharterType, toCharterType } from './charter.type.js';
import { loadCurrentCharter } from './context.js';
import type { Context } from './context.js';
import { ProposalStateEnum } from './enums.js';
import { proposalPage } from './proposal.resolver.js';
import { PROPOSAL_SECONDS, ProposalConnection } from './proposal.type.js';
import type { ProposalType } from './proposal.type.js';
import { CooperativeType } from './stubs.type.js';

/** Which version is in force changes with a vote. */
const CHARTER_IN_FORCE_SECONDS = 60;

/** What governance adds to a co-op. */
@Resolver(() => CooperativeType)
export class CooperativeResolver {
  @PublicFor(CHARTER_IN_FORCE_SECONDS)
  @FieldResolver(() => CharterType, { nullable: true, description: 'The charter in force.' })
  @Access('public')
  async charter(@Root() { id }: CooperativeType, @Ctx() context: Context): Promise<CharterType> {
    const charter = await loadCurrentCharter(context, id);
    if (!charter) throw COMMON.PROJECTION_BEHIND.raise('The charter of this co-op has not arrived here yet.');
    return toCharterType(charter);
  }

  @PublicFor(CHARTER_IN_FORCE_SECONDS)
  @FieldResolver(() => CharterConnection, {
    nullable: true,
    description: 'All versions of the charter, newest first.',
  })
  @Access('public')
  async charters(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<CharterType>> {
    const request = readPage(args, 1);
    const { charters, total } = await services.charters.page(id, request);
    return toPage(charters, request, ({ version }) => [version], toCharterType, total);
  }

  @PublicFor(PROPOSAL_SECONDS)
  @FieldResolver(() => ProposalConnection, {
    nullable: true,
    description: 'The proposals of this co-op, newest first.',
  })
  @Access('public')
  proposals(
    @Root() { id }: CooperativeType,
    @Arg('state', () => ProposalStateEnum, { nullable: true }) state: ProposalState | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<ProposalType>> {
    return proposalPage(context, id, state, args);
  }
}
