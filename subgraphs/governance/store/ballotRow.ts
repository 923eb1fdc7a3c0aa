import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('ballot')
export class BallotRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text', { name: 'proposal_id' })
  proposalId: string;

  @PrimaryColumn('integer')
  place: number;

  @Column('text')
  id: string;

  @Column('jsonb')
  choices: string[];

  @Column('text')
  commitment: string;

  @Column('timestamptz', { name: 'cast_at' })
  castAt: Date;

  /** Members for whom it counted; null before the count. */
  @Column('integer', { nullable: true })
  weight: number | null;

  @Column('text', { nullable: true })
  signature: string | null;

  @Column('text', { name: 'signing_key', nullable: true })
  signingKey: string | null;

  @Column('text', { nullable: true })
  salt: string | null;
}
