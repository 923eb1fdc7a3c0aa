import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, minor, text } from './columns.js';

@Entity('credit_note')
export class CreditNoteRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('credit_note_id')) id: string;
  @Column(text('invoice_id')) invoiceId: string;
  @Column(minor('amount_minor')) amountMinor: bigint;
  @Column(minor('tax_minor')) taxMinor: bigint;
  @Column(text('currency')) currency: string;
  @Column(text('reason')) reason: string;
  @Column(instant('issued_at')) issuedAt: Date;
}
