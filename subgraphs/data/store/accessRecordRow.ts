import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One use of one member's records, written when a result was released. */
@Entity('access_record')
export class AccessRecordRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  /** Null once the member is erased. */
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

  /** Rows of the member that were computed on. */
  @Column('integer')
  records: number;

  @Column('timestamptz')
  at: Date;
}
