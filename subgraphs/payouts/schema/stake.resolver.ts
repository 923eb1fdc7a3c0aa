import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { StakeInput } from './stake.input.js';
import { MemberType, memberStub } from './stubs.type.js';

@Resolver()
export class StakeResolver {
  @Mutation(() => MemberType, {
    name: 'stake',
    description: 'Moves money from the viewer’s balance to their stake, which locks it.',
  })
  @Access('signedIn')
  async stakeBalance(
    @Arg('input', () => StakeInput) input: StakeInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return memberStub((await services.stake(viewer, input)).memberId);
  }

  @Mutation(() => MemberType, {
    description: 'Moves money from the viewer’s stake back to their balance, once unlocked.',
  })
  @Access('signedIn')
  async unstake(
    @Arg('input', () => StakeInput) input: StakeInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return memberStub((await services.unstake(viewer, input)).memberId);
  }
}
