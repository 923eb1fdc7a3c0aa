import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { ConnectionOf } from '../../kit/schema/connection.js';
import { MoneyType } from '../../kit/schema/shared.js';
import { GivenTo } from '../../kit/schema/withheld.js';
import { claimMinor, owedMinor } from '../domain/invoice.js';
import type { InvoiceState } from '../domain/invoice.js';
import type { Invoice } from '../domain/invoice.js';
import { InvoiceStateEnum } from './enums.js';
import { ComputeJobType, LicenceType, OrganizationType, organizationStub } from './stubs.type.js';

@ObjectType('Invoice', { description: 'What a buyer owes for a licence.' })
@GivenTo('buyerOrStewards')
@Directive('@key(fields: "id")')
export class InvoiceType {
  cooperativeId: string;
  buyerId: string;

  @Field(() => ID, { description: 'TypeID, `inv_…`.' })
  @Access('buyerOrStewards')
  id: string;

  @Field(() => LicenceType, { nullable: true, description: 'What it is for.' })
  @Access('buyerOrStewards')
  licence: LicenceType;

  @Field(() => ComputeJobType, {
    nullable: true,
    description:
      'The computation that it bills, where the licence has a price a job; null for the licence itself.',
  })
  @Access('buyerOrStewards')
  job: ComputeJobType | null;

  @Field(() => OrganizationType, { nullable: true, description: 'Who owes it.' })
  @Access('buyerOrStewards')
  buyer: OrganizationType;

  @Field(() => MoneyType, { description: 'The price that both signed; tax is inside it.' })
  @Access('buyerOrStewards')
  amount: MoneyType;

  @Field(() => MoneyType, { description: 'The tax inside the amount.' })
  @Access('buyerOrStewards')
  tax: MoneyType;

  @Field(() => MoneyType, { description: 'What credit notes have taken off so far.' })
  @Access('buyerOrStewards')
  credited: MoneyType;

  @Field(() => MoneyType, {
    description:
      'What the buyer owes of it now: what is asked for and not paid, and a claim. Zero when nothing is left to pay.',
  })
  @Access('buyerOrStewards')
  owed: MoneyType;

  @Field(() => MoneyType, {
    description:
      'What the buyer got back beyond what they had paid, as when a payment was charged back that had been refunded: paid back by paying the invoice.',
  })
  @Access('buyerOrStewards')
  claim: MoneyType;

  @Field(() => InvoiceStateEnum, { description: 'Where it stands now.' })
  @Access('buyerOrStewards')
  state: InvoiceState;

  @Field(() => Date, { description: 'When it was issued.' })
  @Access('buyerOrStewards')
  issuedAt: Date;

  @Field(() => Date, { description: 'First instant at which it is overdue.' })
  @Access('buyerOrStewards')
  dueAt: Date;

  @Field(() => Date, {
    nullable: true,
    description: 'When its payment was known to have settled; null while it is not.',
  })
  @Access('buyerOrStewards')
  paidAt: Date | null;
}

export const InvoiceConnection = ConnectionOf(InvoiceType, 'Invoice');

export function toInvoiceType(invoice: Invoice): InvoiceType {
  const { cooperativeId, buyerId, currency, licenceId } = invoice;
  return {
    cooperativeId,
    buyerId,
    id: invoice.id,
    licence: { id: licenceId, cooperativeId, buyerId },
    job: invoice.jobId ? { id: invoice.jobId } : null,
    buyer: organizationStub(buyerId),
    amount: money(invoice.amountMinor, currency),
    tax: money(invoice.taxMinor, currency),
    credited: money(invoice.creditedMinor, currency),
    owed: money(owedMinor(invoice), currency),
    claim: money(claimMinor(invoice), currency),
    state: invoice.state,
    issuedAt: invoice.issuedAt,
    dueAt: invoice.dueAt,
    paidAt: invoice.paidAt,
  };
}
