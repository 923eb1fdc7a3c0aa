import { Column, Entity, PrimaryColumn } from 'typeorm';
import { powersOf } from '../../kit/contracts/powers.js';
import type { PowersTerms } from '../../kit/contracts/powers.js';
import type { AdmissionPolicy, Cooperative } from '../domain/cooperative.js';
import type { CooperativeId } from '../domain/member.js';

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
  admissionBy: AdmissionPolicy['by'];

  @Column('jsonb', { name: 'admission_issuers' })
  admissionIssuers: string[];

  /** As the charter says it; null where it says nothing. */
  @Column('jsonb', { nullable: true })
  powers: PowersTerms | null;

  @Column('integer', { name: 'charter_version' })
  charterVersion: number;

  @Column('integer', { name: 'member_count' })
  memberCount: number;

  @Column('timestamptz', { name: 'founded_at' })
  foundedAt: Date;
}

export function toCooperative(row: CooperativeRow): Cooperative {
  const { cooperativeId, admissionBy, admissionIssuers, powers, charterVersion: _, ...rest } = row;
  return {
    ...rest,
    id: cooperativeId as CooperativeId,
    admission: { by: admissionBy, issuers: admissionIssuers },
    powers: powersOf({ powers: powers ?? undefined }),
  };
}

/** @param charterVersion - of the charter that says how one is admitted. */
export function fromCooperative(cooperative: Cooperative, charterVersion: number): CooperativeRow {
  const { id, admission, ...rest } = cooperative;
  return {
    ...rest,
    cooperativeId: id,
    admissionBy: admission.by,
    admissionIssuers: [...admission.issuers],
    charterVersion,
  };
}
