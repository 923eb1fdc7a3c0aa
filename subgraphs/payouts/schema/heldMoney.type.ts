import { Field, Int, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { AGE_BUCKETS_DAYS } from '../domain/ageing.js';
import { OWED_TO } from '../domain/heldMoney.js';
import type { HeldMoney } from '../domain/heldMoney.js';
import { HeldForEnum } from './enums.js';

@ObjectType('AgedMoney', { description: 'A part of what is held, by how long it has waited.' })
export class AgedMoneyType {
  cooperativeId: string;

  @Field(() => Int, { description: 'Days it has waited, more than.' })
  @Access('members')
  daysAbove: number;

  @Field(() => Int, { nullable: true, description: 'Days it has waited at most; null without an end.' })
  @Access('members')
  daysMax: number | null;

  @Field(() => MoneyType, { description: 'How much.' })
  @Access('members')
  amount: MoneyType;
}

@ObjectType('HeldMoney', {
  description: 'Money of a co-op that waits to be spent, remitted or claimed; what came first goes first.',
})
export class HeldMoneyType {
  cooperativeId: string;

  @Field(() => String, { description: 'Its place in the standard chart, such as `funds:commons`.' })
  @Access('members')
  account: string;

  @Field(() => HeldForEnum, { description: 'For whom it is kept.' })
  @Access('members')
  heldFor: string;

  @Field(() => Date, { description: 'As of the end of the last closed period.' })
  @Access('members')
  at: Date;

  @Field(() => MoneyType, {
    nullable: true,
    description: 'How much; null for unclaimed money of fewer than ten people, whose amounts it would tell.',
  })
  @Access('members')
  amount: MoneyType | null;

  @Field(() => Date, { nullable: true, description: 'The day on which the oldest of it came; null of none.' })
  @Access('members')
  oldestAt: Date | null;

  @Field(() => [AgedMoneyType], { description: 'By age, the youngest first; none where the amount is null.' })
  @Access('members')
  ages: AgedMoneyType[];
}

export function toHeldMoneyType(
  { account, at, held }: HeldMoney,
  cooperativeId: string,
  currency: string,
): HeldMoneyType {
  return {
    cooperativeId,
    account,
    heldFor: OWED_TO[account],
    at,
    amount: held && money(held.amountMinor, currency),
    oldestAt: held?.oldestAt ?? null,
    ages: (held?.bucketsMinor ?? []).map((amountMinor, index) => ({
      cooperativeId,
      daysAbove: index === 0 ? 0 : AGE_BUCKETS_DAYS[index - 1]!,
      daysMax: AGE_BUCKETS_DAYS[index] ?? null,
      amount: money(amountMinor, currency),
    })),
  };
}
