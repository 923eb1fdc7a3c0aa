import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { CooperativeType } from './cooperative.type.js';
import { loadNow, loadSuspension } from './context.js';
import type { Context } from './context.js';
import { findMember } from './member.reference.js';
import { MemberType, toMemberType } from './member.type.js';
import { ConfirmSuspensionInput } from './stewardship.input.js';
import { SuspensionConnection, SuspensionType, toSuspensionType } from './suspension.type.js';

@Resolver(() => SuspensionType)
export class SuspensionResolver {
  @FieldResolver(() => MemberType, { nullable: true, description: 'The member concerned.' })
  @Access('public')
  member(@Root() { suspension }: SuspensionType, @Ctx() context: Context): Promise<MemberType | null> {
    return findMember(suspension.memberId, context);
  }

  @FieldResolver(() => MemberType, {
    nullable: true,
    description: 'The steward who proposed it; null for a vote.',
  })
  @Access('public')
  async proposedBy(
    @Root() { suspension: { proposedBy } }: SuspensionType,
    @Ctx() context: Context,
  ): Promise<MemberType | null> {
    return proposedBy && findMember(proposedBy, context);
  }

  @FieldResolver(() => MemberType, {
    nullable: true,
    description: 'The second person, who confirmed it; null before, and for a vote.',
  })
  @Access('public')
  async confirmedBy(
    @Root() { suspension: { confirmedBy } }: SuspensionType,
    @Ctx() context: Context,
  ): Promise<MemberType | null> {
    return confirmedBy && findMember(confirmedBy, context);
  }

  @Mutation(() => MemberType, {
    description: 'Suspends a member, as the second person: what another has proposed takes effect.',
  })
  @Access('signedIn')
  async confirmSuspension(
    @Arg('input', () => ConfirmSuspensionInput) input: ConfirmSuspensionInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return toMemberType(await services.confirmSuspension(viewer, input));
  }
}

@Resolver(() => MemberType)
export class MemberSuspensionResolver {
  @FieldResolver(() => SuspensionType, {
    nullable: true,
    description: 'The newest suspension, or proposal of one; null if there never was one.',
  })
  @Access('selfOrStewards')
  async suspension(
    @Root() { cooperativeId, memberId }: MemberType,
    @Ctx() context: Context,
  ): Promise<SuspensionType | null> {
    const found = await loadSuspension(context, cooperativeId, memberId);
    return found && toSuspensionType(found, await loadNow(context));
  }
}

@Resolver(() => CooperativeType)
export class CooperativeSuspensionsResolver {
  @FieldResolver(() => SuspensionConnection, {
    nullable: true,
    description: 'Suspensions and proposals of them, newest first, for stewards and auditors.',
  })
  @Access('stewards')
  async suspensions(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<SuspensionType>> {
    const request = readPage(args, 1);
    const found = await context.services.suspensions.page(id, request);
    const now = await loadNow(context);
    return toPage(
      found,
      request,
      (one) => [one.id],
      (one) => toSuspensionType(one, now),
    );
  }
}
