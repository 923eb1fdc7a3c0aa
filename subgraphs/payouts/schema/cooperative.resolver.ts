import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PublicFor } from '../../kit/schema/caching.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { BuyerAccountConnection, keyOfAccount, toBuyerAccountType } from './buyerAccount.type.js';
import type { BuyerAccountType } from './buyerAccount.type.js';
import type { Context } from './context.js';
import { CostConnection, toCostType } from './cost.type.js';
import type { CostType } from './cost.type.js';
import { DividendRunConnection, RUN_SECONDS, toDividendRunType } from './dividendRun.type.js';
import type { DividendRunType } from './dividendRun.type.js';
import { HeldMoneyType, toHeldMoneyType } from './heldMoney.type.js';
import { LedgerAccountConnection, toLedgerAccountType } from './ledger.type.js';
import type { LedgerAccountType } from './ledger.type.js';
import { LedgerPeriodConnection, toLedgerPeriodType } from './ledgerPeriod.type.js';
import type { LedgerPeriodType } from './ledgerPeriod.type.js';
import { CooperativeType } from './stubs.type.js';

/** What payouts adds to a co-op. */
@Resolver(() => CooperativeType)
export class CooperativeResolver {
  @FieldResolver(() => LedgerAccountConnection, {
    nullable: true,
    description:
      'The accounts of the ledger with their entries, those of members under pseudonyms: auditors. Members see sums by period, in `ledgerPeriods`.',
  })
  @Access('auditors')
  async accounts(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<LedgerAccountType>> {
    const request = readPage(args, 2);
    const accounts = await services.ledger.accounts(id, request);
    return toPage(accounts, request, (account) => [account.code, account.id], toLedgerAccountType);
  }

  @FieldResolver(() => LedgerPeriodConnection, {
    nullable: true,
    description: 'What the ledger says of closed periods, in sums by kind, newest first.',
  })
  @Access('members')
  async ledgerPeriods(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<LedgerPeriodType>> {
    const request = readPage(args, 1);
    const periods = await services.ledger.periods(id, request);
    return toPage(periods, request, ({ run }) => [run.id], toLedgerPeriodType);
  }

  @FieldResolver(() => [HeldMoneyType], {
    nullable: true,
    description:
      'What waits to be spent, remitted or claimed, and for how long: funds, tax, and payouts that nobody could be paid.',
  })
  @Access('members')
  async heldMoney(@Root() { id }: CooperativeType, @Ctx() { services }: Context): Promise<HeldMoneyType[]> {
    const { held, currency } = await services.ledger.held(id);
    return held.map((one) => toHeldMoneyType(one, id, currency));
  }

  @FieldResolver(() => CostConnection, {
    nullable: true,
    description: 'The costs that were recorded, newest first.',
  })
  @Access('members')
  async costs(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<CostType>> {
    const request = readPage(args, 1);
    return toPage(await services.ledger.costs(id, request), request, (cost) => [cost.id], toCostType);
  }

  @FieldResolver(() => BuyerAccountConnection, {
    nullable: true,
    description:
      'How its buyers stand with the co-op: what they have paid in advance, owe, and got back too much of.',
  })
  @Access('stewards')
  async buyerAccounts(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<BuyerAccountType>> {
    const request = readPage(args, 2);
    const accounts = await services.buyerAccounts.ofCooperative(id, request);
    return toPage(accounts, request, keyOfAccount, toBuyerAccountType);
  }

  @PublicFor(RUN_SECONDS)
  @FieldResolver(() => DividendRunConnection, {
    nullable: true,
    description: 'The divisions of closed periods, newest first.',
  })
  @Access('public')
  async dividendRuns(
    @Root() { id }: CooperativeType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<DividendRunType>> {
    const request = readPage(args, 1);
    return toPage(await services.runs.list(id, request), request, (run) => [run.id], toDividendRunType);
  }
}
