import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { RecordCostInput } from './cost.input.js';
import { CostType, toCostType } from './cost.type.js';

@Resolver(() => CostType)
export class CostResolver {
  @Mutation(() => CostType, { description: 'Records a cost that the co-op has paid: stewards.' })
  @Access('signedIn')
  async recordCost(
    @Arg('input', () => RecordCostInput) input: RecordCostInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<CostType> {
    return toCostType(await services.recordCost(viewer, input));
  }
}
