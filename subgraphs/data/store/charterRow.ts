import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import type { Charter } from '../domain/charter.js';

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

export function toCharter({ cooperativeId, version, terms, effectiveAt }: CharterRow): Charter {
  return { cooperativeId, version, terms, effectiveAt };
}
