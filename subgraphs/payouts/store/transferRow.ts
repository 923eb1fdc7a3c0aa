import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Booked, TransferPurpose } from '../domain/transfer.js';
import { instant, minor, optionalInstant, optionalText, text, whole } from './columns.js';

/** Money on its way through the rail: a buyer's payment, its refund, or a member's payout. */
@Entity('transfer')
export class TransferRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('transfer_id')) id: string;
  @Column(text('purpose')) purpose: TransferPurpose;
  @Column(optionalText('invoice_id')) invoiceId: string | null;
  @Column(optionalText('credit_note_id')) creditNoteId: string | null;
  @Column(optionalText('follows_id')) followsId: string | null;
  @Column(optionalText('buyer_id')) buyerId: string | null;
  @Column(optionalText('account_id')) accountId: string | null;
  @Column(minor('amount_minor')) amountMinor: bigint;
  @Column(minor('tax_minor')) taxMinor: bigint;
  @Column(text('currency')) currency: string;
  @Column(text('method')) method: string;
  @Column(instant('requested_at')) requestedAt: Date;
  @Column(optionalInstant('settled_at')) settledAt: Date | null;
  @Column(optionalInstant('failed_at')) failedAt: Date | null;
  @Column(optionalInstant('returned_at')) returnedAt: Date | null;
  @Column(optionalInstant('stopped_at')) stoppedAt: Date | null;
  @Column(optionalText('failure')) failure: string | null;
  @Column(text('booked')) booked: Booked;
  @Column(whole('attempts')) attempts: number;
  @Column(instant('ask_after')) askAfter: Date;
}
