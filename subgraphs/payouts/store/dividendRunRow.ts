import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AllocationBasis } from '../domain/weights.js';
import { instant, minor, optionalInstant, optionalText, text, whole } from './columns.js';

@Entity('dividend_run')
export class DividendRunRow {
  @PrimaryColumn(text('cooperative_id')) cooperativeId: string;
  @PrimaryColumn(text('run_id')) id: string;
  @Column(instant('from_at')) from: Date;
  @Column(instant('until_at')) until: Date;
  @Column(text('currency')) currency: string;
  @Column(whole('policy_version')) policyVersion: number;
  @Column(text('basis')) basis: AllocationBasis;
  @Column(whole('reserve_bp')) reserveBp: number;
  @Column(whole('commons_bp')) commonsBp: number;
  @Column(whole('reinvest_bp')) reinvestBp: number;
  @Column(whole('withholding_tax_bp')) withholdingTaxBp: number;
  @Column(minor('revenue_minor')) revenueMinor: bigint;
  @Column(minor('costs_minor')) costsMinor: bigint;
  @Column(minor('reserve_minor')) reserveMinor: bigint;
  @Column(minor('commons_minor')) commonsMinor: bigint;
  @Column(minor('reinvested_minor')) reinvestedMinor: bigint;
  @Column(minor('pool_minor')) poolMinor: bigint;
  @Column(minor('from_reserve_minor')) fromReserveMinor: bigint;
  @Column(minor('recovered_minor')) recoveredMinor: bigint;
  @Column(minor('deficit_after_minor')) deficitAfterMinor: bigint;
  @Column(minor('undivided_before_minor')) undividedBeforeMinor: bigint;
  @Column(minor('undivided_after_minor')) undividedAfterMinor: bigint;
  @Column(whole('member_count')) memberCount: number;
  @Column(optionalText('proof_root')) proofRoot: string | null;
  @Column(whole('proof_version')) proofVersion: number;
  @Column(instant('snapshot_at')) snapshotAt: Date;
  @Column(optionalInstant('allocated_at')) allocatedAt: Date | null;
  @Column(optionalInstant('posted_at')) postedAt: Date | null;
  @Column(optionalInstant('closed_at')) closedAt: Date | null;
}
