import { Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { paymentState } from '../domain/transfer.js';
import type { PaymentState, Transfer } from '../domain/transfer.js';
import { PaymentPurposeEnum, PaymentStateEnum } from './enums.js';

@ObjectType('Payment', { description: 'Money on its way between a buyer and the co-op.' })
export class PaymentType {
  cooperativeId: string;
  buyerId: string;

  @Field(() => ID, { description: 'TypeID, `pay_…`.' })
  @Access('buyerOrStewards')
  id: string;

  @Field(() => PaymentPurposeEnum, {
    description: 'INVOICE and PREPAYMENT to the co-op, their refunds back to the buyer.',
  })
  @Access('buyerOrStewards')
  purpose: string;

  @Field(() => MoneyType, { description: 'How much.' })
  @Access('buyerOrStewards')
  amount: MoneyType;

  @Field(() => PaymentStateEnum, { description: 'What is known of it.' })
  @Access('buyerOrStewards')
  state: PaymentState;

  @Field(() => Date, { description: 'When it was asked for.' })
  @Access('buyerOrStewards')
  requestedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was first heard to have settled.' })
  @Access('buyerOrStewards')
  settledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, in the words of the payment rail.' })
  @Access('buyerOrStewards')
  failure: string | null;
}

export function toPaymentType(payment: Transfer, buyerId: string): PaymentType {
  const { cooperativeId, id, purpose, amountMinor, currency, requestedAt, settledAt, failure } = payment;
  const [amount, state] = [money(amountMinor, currency), paymentState(payment)];
  return { cooperativeId, buyerId, id, purpose, amount, state, requestedAt, settledAt, failure };
}
