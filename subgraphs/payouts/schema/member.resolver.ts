import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { ownCooperative } from '../../kit/identity/ownStanding.js';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { loadRun } from './context.js';
import type { Context } from './context.js';
import { CreditedRowsType } from './creditedRows.type.js';
import { DividendConnection, toDividendType } from './dividend.type.js';
import type { DividendType } from './dividend.type.js';
import { PayoutConnection, toPayoutType } from './payout.type.js';
import type { PayoutType } from './payout.type.js';
import { PayoutDestinationConnection, toPayoutDestinationType } from './payoutDestination.type.js';
import type { PayoutDestinationType } from './payoutDestination.type.js';
import { MemberType } from './stubs.type.js';

/** What payouts adds to a member, for that member alone. */
@Resolver(() => MemberType)
export class MemberResolver {
  @FieldResolver(() => MoneyType, {
    nullable: true,
    description: 'What the co-op owes the member and they may withdraw.',
  })
  @Access('self')
  async balance(@Root() { memberId }: MemberType, @Ctx() context: Context): Promise<MoneyType> {
    return context.services.own.balance(await ownCooperative(context, memberId), memberId);
  }

  @FieldResolver(() => MoneyType, { nullable: true, description: 'What the member has staked.' })
  @Access('self')
  async stake(@Root() { memberId }: MemberType, @Ctx() context: Context): Promise<MoneyType> {
    return context.services.own.stake(await ownCooperative(context, memberId), memberId);
  }

  @FieldResolver(() => CreditedRowsType, {
    nullable: true,
    description: 'What the member’s rows weigh where a pool is divided by QUANTITY.',
  })
  @Access('self')
  async creditedRows(@Root() { memberId }: MemberType, @Ctx() context: Context): Promise<CreditedRowsType> {
    const cooperativeId = await ownCooperative(context, memberId);
    return { ...(await context.services.own.creditedRows(cooperativeId, memberId)), memberId };
  }

  @FieldResolver(() => DividendConnection, {
    nullable: true,
    description: 'The member’s payslips, newest first.',
  })
  @Access('self')
  async dividends(
    @Root() { memberId }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<DividendType>> {
    const request = readPage(args, 1);
    const cooperativeId = await ownCooperative(context, memberId);
    const rows = await context.services.own.dividends(cooperativeId, memberId, request);
    const runs = await Promise.all(rows.map(({ runId }) => loadRun(context, runId)));
    const currencies = new Map(runs.map((run) => [run.id, run.currency]));
    const toNode = (row: (typeof rows)[number]) => toDividendType(row, memberId, currencies.get(row.runId)!);
    return toPage(rows, request, (row) => [row.id], toNode);
  }

  @FieldResolver(() => PayoutConnection, {
    nullable: true,
    description: 'The member’s payouts, newest first.',
  })
  @Access('self')
  async payouts(
    @Root() { memberId }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<PayoutType>> {
    const request = readPage(args, 1);
    const cooperativeId = await ownCooperative(context, memberId);
    const payouts = await context.services.own.payouts(cooperativeId, memberId, request);
    return toPage(
      payouts,
      request,
      (payout) => [payout.id],
      (payout) => toPayoutType(payout, memberId),
    );
  }

  @FieldResolver(() => PayoutDestinationConnection, {
    nullable: true,
    description: 'Where the member has asked to be paid, in the order of the digests.',
  })
  @Access('self')
  async payoutDestinations(
    @Root() { memberId }: MemberType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() context: Context,
  ): Promise<Page<PayoutDestinationType>> {
    const request = readPage(args, 1);
    const cooperativeId = await ownCooperative(context, memberId);
    const destinations = await context.services.own.destinations(cooperativeId, memberId, request);
    return toPage(
      destinations,
      request,
      ({ digest }) => [digest],
      (destination) => toPayoutDestinationType(destination, memberId),
    );
  }
}
