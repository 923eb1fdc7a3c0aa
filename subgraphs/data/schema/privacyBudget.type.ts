import { Field, ObjectType } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { formatEpsilon, remainingMicro } from '../domain/budget.js';
import type { PrivacyBudget } from '../service/readPrivacyBudget.js';

@ObjectType('PrivacyBudget', {
  description: 'What one buyer may learn from a dataset: epsilons add up, and end here.',
})
export class PrivacyBudgetType {
  @Field(() => String, { description: 'What the charter grants each buyer, a decimal.' })
  @Access('public')
  total: string;

  @Field(() => String, {
    nullable: true,
    description: 'What the viewer’s organisation has spent; null without one.',
  })
  @Access('public')
  spent: string | null;

  @Field(() => String, { nullable: true, description: 'What it has left; null without one.' })
  @Access('public')
  remaining: string | null;
}

export function toPrivacyBudgetType({ totalMicro, own }: PrivacyBudget): PrivacyBudgetType {
  return {
    total: formatEpsilon(totalMicro),
    spent: own && formatEpsilon(own.spentMicro),
    remaining: own && formatEpsilon(remainingMicro(own)),
  };
}
