import { Arg, Args, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { CooperativeType } from './cooperative.type.js';
import { loadNow } from './context.js';
import type { Context } from './context.js';
import { findMember } from './member.reference.js';
import { MemberType } from './member.type.js';
import * as inputs from './recovery.input.js';
import { RecoveryConnection, RecoveryType, toRecoveryType } from './recovery.type.js';

@Resolver(() => RecoveryType)
export class RecoveryResolver {
  @FieldResolver(() => MemberType, { nullable: true, description: 'The member concerned.' })
  @Access('public')
  member(@Root() { recovery }: RecoveryType, @Ctx() context: Context): Promise<MemberType | null> {
    return findMember(recovery.memberId, context);
  }

  @Mutation(() => RecoveryType, { description: 'Asks for a new key in the place of all that are lost.' })
  @Access('public')
  async requestRecovery(
    @Arg('input', () => inputs.RequestRecoveryInput) input: inputs.RequestRecoveryInput,
    @Ctx() context: Context,
  ): Promise<RecoveryType> {
    return toRecoveryType(await context.services.requestRecovery(input), await loadNow(context));
  }

  @Mutation(() => RecoveryType, {
    description: 'Says, as one of two who hold an office, that the new key is the member’s.',
  })
  @Access('signedIn')
  async confirmRecovery(
    @Arg('input', () => inputs.ConfirmRecoveryInput) input: inputs.ConfirmRecoveryInput,
    @Ctx() context: Context,
  ): Promise<RecoveryType> {
    const { services, viewer } = context;
    return toRecoveryType(await services.confirmRecovery(viewer, input), await loadNow(context));
  }

  @Mutation(() => RecoveryType, { description: 'Turns down a request that waits to be confirmed.' })
  @Access('signedIn')
  async rejectRecovery(
    @Arg('input', () => inputs.RejectRecoveryInput) input: inputs.RejectRecoveryInput,
    @Ctx() context: Context,
  ): Promise<RecoveryType> {
    const { services, viewer } = context;
    return toRecoveryType(await services.rejectRecovery(viewer, input), await loadNow(context));
  }

  @Mutation(() => RecoveryType, { description: 'Says no to a new key, by any key that is still there.' })
  @Access('signedIn')
  async vetoRecovery(
    @Arg('input', () => inputs.VetoRecoveryInput) input: inputs.VetoRecoveryInput,
    @Ctx() context: Context,
  ): Promise<RecoveryType> {
    const { services, viewer } = context;
    return toRecoveryType(await services.vetoRecovery(viewer, input), await loadNow(context));
  }
}

@Resolver(() => MemberType)
export class MemberRecoveryResolver {
  @FieldResolver(() => RecoveryType, {
    nullable: true,
    description: 'The newest request for a new key; null if there never was one.',
  })
  @Access('self')
  async recovery(
    @Root() { cooperativeId, memberId }: MemberType,
    @Ctx() context: Context,
  ): Promise<RecoveryType | null> {
    const found = await context.services.recoveries.newest({ cooperativeId, memberId });
    return found && toRecoveryType(found, await loadNow(context));
  }
}

@Resolver(() => CooperativeType)
export class CooperativeRecoveriesResolver {
  @FieldResolver(() => RecoveryConnection, {
    nullable: true,
    description: 'Requests for new keys, newest first, for stewards and auditors.',
  })
  @Access('stewards')
  async recoveries(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<RecoveryType>> {
    const request = readPage(args, 1);
    const found = await context.services.recoveries.page(id, request);
    const now = await loadNow(context);
    return toPage(
      found,
      request,
      (one) => [one.id],
      (one) => toRecoveryType(one, now),
    );
  }
}
