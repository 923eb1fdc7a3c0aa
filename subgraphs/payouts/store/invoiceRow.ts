import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, minor, optionalInstant, optionalText, text } from './columns.js';

@Entity('invoice')
export class InvoiceRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('invoice_id')) id: string;
  @Column(text('licence_id')) licenceId: string;
  @Column(optionalText('job_id')) jobId: string | null;
  @Column(text('buyer_id')) buyerId: string;
  @Column(minor('amount_minor')) amountMinor: bigint;
  @Column(minor('tax_minor')) taxMinor: bigint;
  @Column(minor('credited_minor')) creditedMinor: bigint;
  @Column(minor('credited_tax_minor')) creditedTaxMinor: bigint;
  @Column(minor('held_minor')) heldMinor: bigint;
  @Column(text('currency')) currency: string;
  @Column(instant('issued_at')) issuedAt: Date;
  @Column(instant('due_at')) dueAt: Date;
  @Column(optionalInstant('paid_at')) paidAt: Date | null;
  @Column(optionalInstant('cancelled_at')) cancelledAt: Date | null;
}
