import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { COMMON } from '../../kit/errors/table.js';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { toCharterTerms } from '../../kit/schema/charterInputs.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { MemberStanding } from '../domain/standing.js';
import { FoundCooperativeInput } from './cooperative.input.js';
import { findCooperative, findCooperativeBySlug } from './cooperative.reference.js';
import {
  COOPERATIVE_SECONDS,
  CooperativeConnection,
  CooperativeType,
  toCooperativeType,
} from './cooperative.type.js';
import { loadStewards } from './context.js';
import type { Context } from './context.js';
import { MemberStandingEnum } from './enums.js';
import { MemberConnection, MemberType, toMemberType } from './member.type.js';

/** Longer than any name; a bound on what the database must compare. */
const SEARCH_CHARACTERS_MAX = 100;

@Resolver(() => CooperativeType)
export class CooperativeResolver {
  @Query(() => CooperativeType, { nullable: true, description: 'A co-op, by its id or by its slug.' })
  @Access('public')
  async cooperative(
    @Arg('id', () => ID, { nullable: true }) id: string | null,
    @Arg('slug', () => String, { nullable: true, description: 'Its name in addresses, instead of the id.' })
    slug: string | null,
    @Ctx() context: Context,
  ): Promise<CooperativeType | null> {
    const [byId, bySlug] = [id ?? null, slug ?? null];
    if ((byId === null) === (bySlug === null)) {
      throw COMMON.BAD_USER_INPUT.raise('Give either an id or a slug.');
    }
    return byId !== null ? findCooperative(byId, context) : findCooperativeBySlug(bySlug!, context);
  }

  @PublicFor(COOPERATIVE_SECONDS)
  @Query(() => CooperativeConnection, { description: 'All co-ops, oldest first.' })
  @Access('public')
  async cooperatives(
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of a name, slug or mission, up to 100 characters; case does not matter.',
    })
    search: string | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<CooperativeType>> {
    if (search && search.length > SEARCH_CHARACTERS_MAX) {
      throw COMMON.BAD_USER_INPUT.raise('This is too long to search for.', { max: SEARCH_CHARACTERS_MAX });
    }
    const request = readPage(args, 1);
    const found = await services.cooperatives.page(search ?? null, request);
    return toPage(found, request, ({ id }) => [id], toCooperativeType);
  }

  @FieldResolver(() => [MemberType], { description: 'The stewards in office.' })
  @Access('public')
  async stewards(@Root() { id }: CooperativeType, @Ctx() context: Context): Promise<MemberType[]> {
    return (await loadStewards(context, id)).map(toMemberType);
  }

  @FieldResolver(() => MemberConnection, {
    nullable: true,
    description: 'The members, oldest first, for stewards and auditors.',
  })
  @Access('stewards')
  async members(
    @Root() { id }: CooperativeType,
    @Arg('standing', () => MemberStandingEnum, { nullable: true }) standing: MemberStanding | null,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<MemberType>> {
    const request = readPage(args, 1);
    const { found, total } = await services.members.page(id, standing ?? null, request);
    return toPage(found, request, (member) => [member.id], toMemberType, total);
  }

  @Mutation(() => CooperativeType, {
    description: 'Founds a co-op; the founder is its first member and steward.',
  })
  @Access('public')
  async foundCooperative(
    @Arg('input', () => FoundCooperativeInput) input: FoundCooperativeInput,
    @Ctx() { services }: Context,
  ): Promise<CooperativeType> {
    return toCooperativeType(
      await services.foundCooperative({
        ...input,
        foundingCharter: toCharterTerms(input.foundingCharter),
      }),
    );
  }
}
