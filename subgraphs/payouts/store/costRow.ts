import { Column, Entity, PrimaryColumn } from 'typeorm';
import { instant, minor, text } from './columns.js';

@Entity('cost')
export class CostRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('cost_id')) id: string;
  @Column(text('description')) description: string;
  @Column(minor('amount_minor')) amountMinor: bigint;
  @Column(text('currency')) currency: string;
  @Column(instant('recorded_at')) recordedAt: Date;
}
