import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { PrepayJobFeesInput, WithdrawPrepaymentInput } from './buyerAccount.input.js';
import { BuyerAccountType, toBuyerAccountType } from './buyerAccount.type.js';
import { PaymentType, toPaymentType } from './payment.type.js';

@Resolver(() => BuyerAccountType)
export class BuyerAccountResolver {
  @FieldResolver(() => [PaymentType], {
    description: 'Payments in advance and what went back of them, the newest hundred, newest first.',
  })
  @Access('buyerOrStewards')
  async prepayments(
    @Root() { cooperativeId, buyerId }: BuyerAccountType,
    @Ctx() { services }: Context,
  ): Promise<PaymentType[]> {
    const payments = await services.buyerAccounts.prepayments(cooperativeId, buyerId);
    return payments.map((payment) => toPaymentType(payment, buyerId));
  }

  @Mutation(() => BuyerAccountType, {
    description:
      'Begins to pay in advance for computations in a co-op: a buyer. It counts once the payment rail says that the money has come; fees are then taken from it by themselves.',
  })
  @Access('signedIn')
  async prepayJobFees(
    @Arg('input', () => PrepayJobFeesInput) input: PrepayJobFeesInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<BuyerAccountType> {
    return toBuyerAccountType(await services.prepayJobFees(viewer, input));
  }

  @Mutation(() => BuyerAccountType, {
    description:
      'Asks for what is left of what was paid in advance: its buyer. What no computation has reserved and none has cost is refunded.',
  })
  @Access('signedIn')
  async withdrawPrepayment(
    @Arg('input', () => WithdrawPrepaymentInput) input: WithdrawPrepaymentInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<BuyerAccountType> {
    return toBuyerAccountType(await services.withdrawPrepayment(viewer, input));
  }
}
