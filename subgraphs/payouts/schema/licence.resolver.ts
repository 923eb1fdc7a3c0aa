import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { COMMON } from '../../kit/errors/table.js';
import { Access } from '../../kit/schema/access.js';
import { PageArgs, readPage, toPage } from '../../kit/schema/connection.js';
import type { Page } from '../../kit/schema/connection.js';
import type { Context } from './context.js';
import { InvoiceConnection, toInvoiceType } from './invoice.type.js';
import type { InvoiceType } from './invoice.type.js';
import { LicenceType } from './stubs.type.js';

/** What payouts adds to a licence, for its buyer and the co-op's stewards. */
@Resolver(() => LicenceType)
export class LicenceResolver {
  @FieldResolver(() => InvoiceConnection, {
    nullable: true,
    description: 'What was billed for it, newest first.',
  })
  @Access('buyerOrStewards')
  async invoices(
    @Root() { id, cooperativeId }: LicenceType,
    @Args(() => PageArgs) args: PageArgs,
    @Ctx() { services }: Context,
  ): Promise<Page<InvoiceType>> {
    if (!cooperativeId) throw COMMON.NOT_FOUND.raise('There is no such licence.', { id });
    const request = readPage(args, 1);
    const invoices = await services.invoices.ofLicence(cooperativeId, id, request);
    return toPage(invoices, request, (invoice) => [invoice.id], toInvoiceType);
  }
}
