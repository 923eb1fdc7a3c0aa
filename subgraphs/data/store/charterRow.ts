import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';

/** A version of a co-op's charter, as governance journalled it. */
@Entity('charter')
export class CharterRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('jsonb')
  terms: CharterTerms;

  @Column('timestamptz', { name: 'effective_at' })
  effectiveAt: Date;
}

/** What this service needs to know of a co-op, as membership journalled it. */
@Entity('cooperative')
export class CooperativeRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('text')
  did: string;
}
