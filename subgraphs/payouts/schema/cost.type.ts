import { Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { Cost } from '../domain/cost.js';

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

  @Field(() => Date, { description: 'When it was recorded; it counts in the period of this instant.' })
  @Access('members')
  recordedAt: Date;
}

export const CostConnection = ConnectionOf(CostType, 'Cost');

export function toCostType({
  cooperativeId,
  id,
  description,
  amountMinor,
  currency,
  recordedAt,
}: Cost): CostType {
  return { cooperativeId, id, description, amount: money(amountMinor, currency), recordedAt };
}
