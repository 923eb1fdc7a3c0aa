import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { JSONScalar } from '../../kit/schema/scalars.js';
import { NO_LICENCE } from '../domain/licenceMoney.js';
import { loadRun } from './context.js';
import type { Context } from './context.js';
import { DividendLineType, DividendType } from './dividend.type.js';
import { DividendRunType, toDividendRunType } from './dividendRun.type.js';

@Resolver(() => DividendType)
export class DividendResolver {
  @FieldResolver(() => DividendRunType, { description: 'The run it is a part of.' })
  @Access('self')
  async run(@Root() { dividend }: DividendType, @Ctx() context: Context): Promise<DividendRunType> {
    return toDividendRunType(await loadRun(context, dividend.runId));
  }

  @FieldResolver(() => [DividendLineType], {
    description:
      'Where it came from, a line a licence; the lines sum to the amount, and over all members to what the licence brought.',
  })
  @Access('self')
  async lines(
    @Root() { dividend, memberId, amount }: DividendType,
    @Ctx() { services }: Context,
  ): Promise<DividendLineType[]> {
    const { cooperativeId, id } = dividend;
    const lines = await services.own.lines(cooperativeId, id);
    return lines.map(({ licenceId, amountMinor }) => ({
      memberId,
      licence: licenceId === NO_LICENCE ? null : { id: licenceId, cooperativeId },
      amount: money(amountMinor, amount.currency),
    }));
  }

  @FieldResolver(() => JSONScalar, {
    nullable: true,
    description:
      'A proof that the amount is part of the run’s published total, and each line of what its licence brought: paths to ' +
      '`proofRoot` under a pseudonym that the salt in it opens. It shows neighbours’ amounts, and no name.',
  })
  @Access('self')
  proof(@Root() { dividend }: DividendType, @Ctx() { services }: Context): Promise<unknown> {
    return services.own.proof(dividend);
  }
}
