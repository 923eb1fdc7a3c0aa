import { Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { DigestScalar } from '../../kit/schema/scalars.js';
import { costState } from '../domain/cost.js';
import type { Cost, CostState } from '../domain/cost.js';
import { CostStateEnum } from './enums.js';

@ObjectType('Cost', { description: 'A cost that a co-op has paid.' })
export class CostType {
  cooperativeId: string;

  @Field(() => ID, { description: 'TypeID, `cst_…`.' })
  @Access('members')
  id: string;

  @Field(() => String, { description: 'What it was for.' })
  @Access('members')
  description: string;

  @Field(() => MoneyType, { description: 'How much.' })
  @Access('members')
  amount: MoneyType;

  @Field(() => Date, {
    description:
      'When it was recorded; it counts in the period in which it was posted, at once or when a second person agreed.',
  })
  @Access('members')
  recordedAt: Date;

  @Field(() => CostStateEnum, {
    description: 'Where it stands: only RECORDED and REVERSAL_PENDING ones are among the costs of a period.',
  })
  @Access('members')
  state: CostState;

  @Field(() => DigestScalar, {
    nullable: true,
    description: 'SHA-256 of the receipt’s file; null for costs from before it was asked for.',
  })
  @Access('members')
  receiptDigest: string | null;

  @Field(() => String, { nullable: true, description: 'Why somebody asks to take it back.' })
  @Access('members')
  reversalReason: string | null;
}

export const CostConnection = ConnectionOf(CostType, 'Cost');

export function toCostType(cost: Cost): CostType {
  const { cooperativeId, id, description, amountMinor, currency, recordedAt } = cost;
  const { receiptDigest, reversalReason } = cost;
  const amount = money(amountMinor, currency);
  const state = costState(cost);
  return { cooperativeId, id, description, amount, recordedAt, state, receiptDigest, reversalReason };
}
