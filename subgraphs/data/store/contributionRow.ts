import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Contribution } from '../domain/contribution.js';

@Entity('contribution')
export class ContributionRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'dataset_id' })
  datasetId: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  @Column('text')
  cid: string;

  @Column('text', { name: 'sealed_key', nullable: true })
  sealedKey: string | null;

  @Column('integer', { name: 'record_count' })
  recordCount: number;

  @Column('integer', { name: 'ciphertext_bytes' })
  ciphertextBytes: number;

  @Column('timestamptz', { name: 'contributed_at' })
  contributedAt: Date;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;
}

export function toContribution(row: ContributionRow): Contribution {
  return { ...row };
}
