import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { ApproveCostInput, RecordCostInput, ReverseCostInput } from './cost.input.js';
import { CostType, toCostType } from './cost.type.js';

@Resolver(() => CostType)
export class CostResolver {
  @Mutation(() => CostType, {
    description:
      'Records a cost that the co-op has paid: stewards. Beyond what the charter lets one spend alone it waits for `approveCost`.',
  })
  @Access('signedIn')
  async recordCost(
    @Arg('input', () => RecordCostInput) input: RecordCostInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<CostType> {
    return toCostType(await services.recordCost(viewer, input));
  }

  @Mutation(() => CostType, {
    description:
      'Agrees, as the second person, to a cost that waits or to the reversal of one: another steward than the one who asked; an auditor where there is none.',
  })
  @Access('signedIn')
  async approveCost(
    @Arg('input', () => ApproveCostInput) input: ApproveCostInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<CostType> {
    return toCostType(await services.approveCost(viewer, input));
  }

  @Mutation(() => CostType, {
    description:
      'Asks to take a cost back: stewards. It is put back when a second person agrees; one that was never posted is withdrawn at once.',
  })
  @Access('signedIn')
  async reverseCost(
    @Arg('input', () => ReverseCostInput) input: ReverseCostInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<CostType> {
    return toCostType(await services.reverseCost(viewer, input));
  }
}
