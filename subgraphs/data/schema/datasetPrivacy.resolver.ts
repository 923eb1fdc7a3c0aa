import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { DatasetType } from './dataset.type.js';
import { PrivacyBudgetType, toPrivacyBudgetType } from './privacyBudget.type.js';

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
    return toPrivacyBudgetType(await services.privacyBudget(viewer, { id, cooperativeId }));
  }
}
