import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import { BuyerAccountConnection, keyOfAccount, toBuyerAccountType } from './buyerAccount.type.js';
import type { BuyerAccountType } from './buyerAccount.type.js';
import type { Context } from './context.js';
import { InvoiceConnection, toInvoiceType } from './invoice.type.js';
import type { InvoiceType } from './invoice.type.js';
import { OrganizationType } from './stubs.type.js';

/** What payouts adds to an organisation, for itself. */
@Resolver(() => OrganizationType)
export class OrganizationResolver {
  @FieldResolver(() => InvoiceConnection, {
    nullable: true,
    description: 'What it was billed, by all co-ops, newest first.',
  })
  @Access('buyer')
  async invoices(
    @Root() { buyerId }: OrganizationType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<InvoiceType>> {
    const request = readPage(args, 1);
    const invoices = await services.invoices.ofBuyer(buyerId, request);
    return toPage(invoices, request, (invoice) => [invoice.id], toInvoiceType);
  }

  @FieldResolver(() => BuyerAccountConnection, {
    nullable: true,
    description: 'How it stands with each co-op that it buys from.',
  })
  @Access('buyer')
  async buyerAccounts(
    @Root() { buyerId }: OrganizationType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<BuyerAccountType>> {
    const request = readPage(args, 2);
    const accounts = await services.buyerAccounts.ofBuyer(buyerId, request);
    return toPage(accounts, request, keyOfAccount, toBuyerAccountType);
  }
}
