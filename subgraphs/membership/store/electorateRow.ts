import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Elector } from '../domain/electorate.js';

@Entity('electorate')
export class ElectorateRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'proposal_id' })
  proposalId: string;

  /** Merkle root over the electors, lowercase hex. */
  @Column('text')
  root: string;

  @Column('integer')
  size: number;

  /** In the order of the tree's leaves. */
  @Column('jsonb')
  members: Elector[];

  @Column('timestamptz', { name: 'fixed_at' })
  fixedAt: Date;
}
