import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { Access } from '../../kit/schema/access.js';
import type { Context } from './context.js';
import { CreditNoteType, toCreditNoteType } from './creditNote.type.js';
import { IssueCreditNoteInput, PayInvoiceInput, RetryRefundInput } from './invoice.input.js';
import { InvoiceType, toInvoiceType } from './invoice.type.js';
import { PaymentType, toPaymentType } from './payment.type.js';

@Resolver(() => InvoiceType)
export class InvoiceResolver {
  @Query(() => InvoiceType, {
    description: 'One invoice, for its buyer and the stewards and auditors of the co-op.',
  })
  @Access('signedIn')
  async invoice(@Arg('id', () => ID) id: string, @Ctx() { services, viewer }: Context): Promise<InvoiceType> {
    return toInvoiceType(await services.invoices.one(viewer, id));
  }

  @FieldResolver(() => [CreditNoteType], { description: 'What was taken back of it, oldest first.' })
  @Access('buyerOrStewards')
  async creditNotes(@Root() invoice: InvoiceType, @Ctx() { services }: Context): Promise<CreditNoteType[]> {
    const notes = await services.invoices.creditNotes(invoice.cooperativeId, invoice.id);
    return notes.map((note) => toCreditNoteType(note, invoice.buyerId));
  }

  @FieldResolver(() => [PaymentType], { description: 'Its payments and refunds, oldest first.' })
  @Access('buyerOrStewards')
  async payments(@Root() invoice: InvoiceType, @Ctx() { services }: Context): Promise<PaymentType[]> {
    const payments = await services.invoices.payments(invoice.cooperativeId, invoice.id);
    return payments.map((payment) => toPaymentType(payment, invoice.buyerId));
  }

  @Mutation(() => InvoiceType, {
    description:
      'Begins to pay an invoice: its buyer. It is PAID once the payment rail says that the money has come.',
  })
  @Access('signedIn')
  async payInvoice(
    @Arg('input', () => PayInvoiceInput) input: PayInvoiceInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<InvoiceType> {
    return toInvoiceType(await services.payInvoice(viewer, input));
  }

  @Mutation(() => InvoiceType, {
    description: 'Credits an invoice, in whole or in part: stewards. What was paid of it is refunded.',
  })
  @Access('signedIn')
  async issueCreditNote(
    @Arg('input', () => IssueCreditNoteInput) input: IssueCreditNoteInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<InvoiceType> {
    const note = await services.issueCreditNote(viewer, input);
    return toInvoiceType(await services.invoices.one(viewer, note.invoiceId));
  }

  @Mutation(() => InvoiceType, { description: 'Sends a refund again that did not arrive: stewards.' })
  @Access('signedIn')
  async retryRefund(
    @Arg('input', () => RetryRefundInput) input: RetryRefundInput,
    @Ctx() { services, viewer }: Context,
  ): Promise<InvoiceType> {
    return toInvoiceType(await services.retryRefund(viewer, input));
  }
}
