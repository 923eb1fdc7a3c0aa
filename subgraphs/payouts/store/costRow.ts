import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, minor, optionalInstant, optionalText, text } from './columns.js';

@Entity('cost')
export class CostRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('cost_id')) id: string;
  @Column(text('description')) description: string;
  @Column(minor('amount_minor')) amountMinor: bigint;
  @Column(text('currency')) currency: string;
  @Column(optionalText('receipt_digest')) receiptDigest: string | null;
  @Column(instant('recorded_at')) recordedAt: Date;
  @Column(optionalText('recorded_by')) recordedBy: string | null;
  @Column(optionalInstant('posted_at')) postedAt: Date | null;
  @Column(optionalText('approved_by')) approvedBy: string | null;
  @Column(optionalInstant('withdrawn_at')) withdrawnAt: Date | null;
  @Column(optionalText('reversal_asked_by')) reversalAskedBy: string | null;
  @Column(optionalInstant('reversal_asked_at')) reversalAskedAt: Date | null;
  @Column(optionalText('reversal_reason')) reversalReason: string | null;
  @Column(optionalInstant('reversed_at')) reversedAt: Date | null;
}
