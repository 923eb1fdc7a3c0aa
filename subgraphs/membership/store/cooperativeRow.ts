import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('cooperative')
export class CooperativeRow {
  /** The co-op's id, which is also its tenant. */
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('text')
  mission: string;

  @Column('text')
  did: string;

  @Column('text')
  currency: string;

  @Column('text', { name: 'admission_by' })
  admissionBy: string;

  @Column('jsonb', { name: 'admission_issuers' })
  admissionIssuers: string[];

  @Column('integer', { name: 'charter_version' })
  charterVersion: number;

  @Column('integer', { name: 'member_count' })
  memberCount: number;

  @Column('timestamptz', { name: 'founded_at' })
  foundedAt: Date;
}
