import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { formatEpsilon, remainingMicro } from '../domain/budget.js';
import { readPrivacyBudget } from '../service/privacyBudget.js';
import type { Context } from './context.js';
import { DatasetType } from './dataset.type.js';

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

@Resolver(() => DatasetType)
export class DatasetPrivacyResolver {
  @FieldResolver(() => PrivacyBudgetType, {
    description: 'How much a buyer may learn, and what the viewer has left of it.',
  })
  @Access('public')
  async privacyBudget(
    @Root() { id, cooperativeId }: DatasetType,
    @Ctx() { services, viewer }: Context,
  ): Promise<PrivacyBudgetType> {
    const { totalMicro, own } = await readPrivacyBudget(services, viewer, { id, cooperativeId });
    return {
      total: formatEpsilon(totalMicro),
      spent: own && formatEpsilon(own.spentMicro),
      remaining: own && formatEpsilon(remainingMicro(own)),
    };
  }
}
