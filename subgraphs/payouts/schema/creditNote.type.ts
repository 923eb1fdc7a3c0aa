import { Field, ID, ObjectType } from 'type-graphql';
import { money } from '../../kit/domain/money.js';
import { Access } from '../../kit/schema/access.js';
import { MoneyType } from '../../kit/schema/shared.js';
import type { CreditNote } from '../domain/creditNote.js';

@ObjectType('CreditNote', {
  description: 'Takes an invoice back, in whole or in part; what was paid is refunded.',
})
export class CreditNoteType {
  cooperativeId: string;
  buyerId: string;

  @Field(() => ID, { description: 'TypeID, `crn_…`.' })
  @Access('buyerOrStewards')
  id: string;

  @Field(() => MoneyType, { description: 'What it takes off the invoice; tax is inside it.' })
  @Access('buyerOrStewards')
  amount: MoneyType;

  @Field(() => MoneyType, { description: 'The tax inside the amount.' })
  @Access('buyerOrStewards')
  tax: MoneyType;

  @Field(() => String, { description: 'Why, in the words of the steward who issued it.' })
  @Access('buyerOrStewards')
  reason: string;

  @Field(() => Date, { description: 'When it was issued.' })
  @Access('buyerOrStewards')
  issuedAt: Date;
}

export function toCreditNoteType(note: CreditNote, buyerId: string): CreditNoteType {
  const { cooperativeId, id, amountMinor, taxMinor, currency, reason, issuedAt } = note;
  const [amount, tax] = [money(amountMinor, currency), money(taxMinor, currency)];
  return { cooperativeId, buyerId, id, amount, tax, reason, issuedAt };
}
