import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import type { Charter } from '../domain/charter.js';

@Entity('charter')
export class CharterRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('integer')
  version: number;

  @Column('text')
  id: string;

  @Column('jsonb')
  terms: CharterTerms;

  @Column('text', { name: 'terms_digest' })
  termsDigest: string;

  /** The proposal that enacted it; null for the founding charter. */
  @Column('text', { name: 'proposal_id', nullable: true })
  proposalId: string | null;

  @Column('timestamptz', { name: 'effective_at' })
  effectiveAt: Date;
}

export function toCharter({ id, version, terms, effectiveAt, cooperativeId }: CharterRow): Charter {
  return { id, cooperative: cooperativeId, version, terms, effectiveAt };
}
