import { Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { payoutState } from '../domain/transfer.js';
import type { PayoutState, Transfer } from '../domain/transfer.js';
import { PayoutStateEnum } from './enums.js';

@ObjectType('Payout', { description: 'The transfer that settles a member’s balance, or a part of it.' })
export class PayoutType {
  memberId: string;

  @Field(() => ID, { description: 'TypeID, `pyt_…`.' })
  @Access('self')
  id: string;

  @Field(() => MoneyType, { description: 'How much.' })
  @Access('self')
  amount: MoneyType;

  @Field(() => PayoutStateEnum, { description: 'What is known of it; a failed one is back in the balance.' })
  @Access('self')
  state: PayoutState;

  @Field(() => Date, { description: 'When it was asked for.' })
  @Access('self')
  requestedAt: Date;

  @Field(() => Date, { nullable: true, description: 'When it was first heard to have settled.' })
  @Access('self')
  settledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it failed, in the words of the payment rail.' })
  @Access('self')
  failure: string | null;
}

export const PayoutConnection = ConnectionOf(PayoutType, 'Payout');

export function toPayoutType(payout: Transfer, memberId: string): PayoutType {
  const { id, amountMinor, currency, requestedAt, settledAt, failure } = payout;
  const [amount, state] = [money(amountMinor, currency), payoutState(payout)];
  return { memberId, id, amount, state, requestedAt, settledAt, failure };
}
