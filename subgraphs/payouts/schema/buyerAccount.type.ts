import { Field, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { GivenTo } from '../../kit/schema/withheld.js';
import type { BuyerAccount } from '../domain/buyerAccount.js';
import { CooperativeType, OrganizationType, cooperativeStub, organizationStub } from './stubs.type.js';

@ObjectType('BuyerAccount', { description: 'How a buyer and a co-op stand with one another.' })
@GivenTo('buyerOrStewards')
export class BuyerAccountType {
  cooperativeId: string;
  buyerId: string;

  @Field(() => CooperativeType, { nullable: true, description: 'The co-op.' })
  @Access('buyerOrStewards')
  cooperative: CooperativeType;

  @Field(() => OrganizationType, { nullable: true, description: 'The buyer.' })
  @Access('buyerOrStewards')
  buyer: OrganizationType;

  @Field(() => MoneyType, {
    description:
      'Paid in advance for computations and not spent, minor units; below zero when a spent prepayment was charged back.',
  })
  @Access('buyerOrStewards')
  prepaid: MoneyType;

  @Field(() => MoneyType, { description: 'What the buyer owes: on invoices, and by claims.' })
  @Access('buyerOrStewards')
  owed: MoneyType;

  @Field(() => MoneyType, {
    description:
      'The part of it that the buyer got back beyond what they had paid. While there is any, no licence can be requested and no job that costs a fee be submitted.',
  })
  @Access('buyerOrStewards')
  claim: MoneyType;

  @Field(() => Date, {
    nullable: true,
    description: 'When the oldest of what is owed on invoices is, or was, due; null when nothing is.',
  })
  @Access('buyerOrStewards')
  dueAt: Date | null;
}

export const BuyerAccountConnection = ConnectionOf(BuyerAccountType, 'BuyerAccount');

/** What a page of accounts goes on after. */
export function keyOfAccount({ cooperativeId, buyerId }: BuyerAccount): [string, string] {
  return [cooperativeId, buyerId];
}

export function toBuyerAccountType(account: BuyerAccount): BuyerAccountType {
  const { cooperativeId, buyerId, currency, dueAt } = account;
  return {
    ...{ cooperativeId, buyerId, dueAt },
    cooperative: cooperativeStub(cooperativeId),
    buyer: organizationStub(buyerId),
    prepaid: money(account.prepaidMinor, currency),
    owed: money(account.owedMinor, currency),
    claim: money(account.claimMinor, currency),
  };
}
