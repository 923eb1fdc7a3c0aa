import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { RemovePayoutDestinationInput, WithdrawBalanceInput } from './payout.input.js';
import { PayoutType, toPayoutType } from './payout.type.js';
import { MemberType, memberStub } from './stubs.type.js';

@Resolver(() => PayoutType)
export class PayoutResolver {
  @Mutation(() => PayoutType, {
    description: 'Pays out of the viewer’s balance in a co-op, on their signature.',
  })
  @Access('signedIn')
  async withdrawBalance(
    @Arg('input', () => WithdrawBalanceInput) input: WithdrawBalanceInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<PayoutType> {
    const payout = await services.withdrawBalance(viewer, {
      ...input,
      amountMinor: input.amountMinor ?? null,
    });
    const standing = await viewer.memberIn(payout.cooperativeId);
    return toPayoutType(payout, standing!.memberId);
  }

  @Mutation(() => MemberType, {
    description:
      'Forgets a destination of the viewer’s payouts, cooled off or not. A payout that is under way goes on.',
  })
  @Access('signedIn')
  async removePayoutDestination(
    @Arg('input', () => RemovePayoutDestinationInput) input: RemovePayoutDestinationInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<MemberType> {
    return memberStub((await services.removePayoutDestination(viewer, input)).memberId);
  }
}
