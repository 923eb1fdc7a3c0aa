import { Field, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType, TimeSpanType } from '../../kit/schema/shared.js';
import type { LedgerPeriod } from '../service/readLedger.js';
import { TransactionKindEnum } from './enums.js';

@ObjectType('LedgerSum', { description: 'What was posted of one kind in a closed period.' })
export class LedgerSumType {
  cooperativeId: string;

  @Field(() => TransactionKindEnum, { description: 'What the transactions were made for.' })
  @Access('members')
  kind: string;

  @Field(() => MoneyType, { description: 'All debits of the kind, which are as much as its credits.' })
  @Access('members')
  amount: MoneyType;

  @Field(() => TimeSpanType, {
    description:
      'What it covers: the period, and those before it in which fewer than ten members had a part in the kind.',
  })
  @Access('members')
  covers: TimeSpanType;
}

@ObjectType('LedgerPeriod', {
  description: 'A closed period of a co-op’s ledger, in sums that tell of no single payout.',
})
export class LedgerPeriodType {
  cooperativeId: string;

  @Field(() => TimeSpanType, { description: 'The period, half-open.' })
  @Access('members')
  period: TimeSpanType;

  @Field(() => [LedgerSumType], {
    description:
      'One a kind, in the order of the kinds; none for a kind that waits until ten members have a part in it, and none of a payout that has not arrived.',
  })
  @Access('members')
  sums: LedgerSumType[];
}

export const LedgerPeriodConnection = ConnectionOf(LedgerPeriodType, 'LedgerPeriod');

export function toLedgerPeriodType({ run, sums }: LedgerPeriod): LedgerPeriodType {
  const { cooperativeId, from, until, currency } = run;
  return {
    cooperativeId,
    period: { from, until },
    sums: sums.map((sum) => ({
      cooperativeId,
      kind: sum.kind,
      amount: money(sum.amountMinor, currency),
      covers: { from: sum.from, until },
    })),
  };
}
