import { Column, Entity, PrimaryColumn } from 'typeorm';
import { minor, optionalInstant, optionalText, text } from './columns.js';

@Entity('dividend')
export class DividendRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('dividend_id')) id: string;
  @Column(text('run_id')) runId: string;
  @Column(text('account_id')) accountId: string;
  @Column(minor('amount_minor')) amountMinor: bigint;
  @Column(minor('tax_minor')) taxMinor: bigint;
  @Column(minor('weight')) weight: bigint;
  @Column(text('pseudonym')) pseudonym: string;
  @Column(optionalText('salt')) salt: string | null;
  @Column(optionalInstant('credited_at')) creditedAt: Date | null;
}
