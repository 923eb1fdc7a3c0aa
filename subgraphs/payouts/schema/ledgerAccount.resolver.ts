import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { Context } from './context.js';
import { LedgerAccountType, LedgerEntryConnection, toLedgerEntryType } from './ledger.type.js';
import type { LedgerEntryType } from './ledger.type.js';

@Resolver(() => LedgerAccountType)
export class LedgerAccountResolver {
  @FieldResolver(() => LedgerEntryConnection, { description: 'What was posted to it, newest first.' })
  @Access('auditors')
  async entries(
    @Root() { cooperativeId, id }: LedgerAccountType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<LedgerEntryType>> {
    const request = readPage(args, 1);
    const entries = await services.ledger.entries(cooperativeId, id, request);
    return toPage(entries, request, (entry) => [entry.id], toLedgerEntryType);
  }
}
