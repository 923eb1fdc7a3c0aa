import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AccessRecord } from '../domain/accessRecord.js';

@Entity('access_record')
export class AccessRecordRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'member_id', nullable: true })
  memberId: string | null;

  @Column('text', { name: 'dataset_id' })
  datasetId: string;

  @Column('text', { name: 'licence_id' })
  licenceId: string;

  @Column('text', { name: 'job_id' })
  jobId: string;

  @Column('text', { name: 'buyer_id' })
  buyerId: string;

  @Column('text')
  purpose: string;

  @Column('integer')
  records: number;

  @Column('timestamptz')
  at: Date;
}

export function toAccessRecord(row: AccessRecordRow): AccessRecord {
  return { ...row };
}
