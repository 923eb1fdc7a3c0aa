import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { loadRun } from './context.js';
import type { Context } from './context.js';
import { ClosePeriodInput } from './dividendRun.input.js';
import { DividendRunType, toDividendRunType } from './dividendRun.type.js';

@Resolver(() => DividendRunType)
export class DividendRunResolver {
  @Query(() => DividendRunType, { description: 'The division of one period.' })
  @Access('public')
  async dividendRun(@Arg('id', () => ID) id: string, @Ctx() context: Context): Promise<DividendRunType> {
    return toDividendRunType(await loadRun(context, id));
  }

  @Mutation(() => DividendRunType, {
    description:
      'Closes a period of the accounts: stewards. The run that divides what it brought goes on by itself.',
  })
  @Access('signedIn')
  async closePeriod(
    @Arg('input', () => ClosePeriodInput) input: ClosePeriodInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<DividendRunType> {
    return toDividendRunType(await services.closePeriod(viewer, input));
  }
}
