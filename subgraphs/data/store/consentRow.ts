import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Consent, RecipientClass } from '../domain/consent.js';

@Entity('consent')
export class ConsentRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'dataset_id' })
  datasetId: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  @Column('text', { array: true })
  purposes: string[];

  @Column('text', { array: true })
  categories: string[];

  @Column('text', { array: true })
  recipients: RecipientClass[];

  /** Version of the compute key that the wrap is for. */
  @Column('integer', { name: 'key_version' })
  keyVersion: number;

  @Column('text', { name: 'wrap_digest' })
  wrapDigest: string;

  @Column('timestamptz', { name: 'granted_at' })
  grantedAt: Date;

  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt: Date | null;

  @Column('text', { name: 'expiry_as_signed', nullable: true })
  expiryAsSigned: string | null;

  @Column('timestamptz', { name: 'withdrawn_at', nullable: true })
  withdrawnAt: Date | null;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;

  @Column('timestamptz', { name: 'wrap_opened_at', nullable: true })
  wrapOpenedAt: Date | null;

  @Column('timestamptz', { name: 'wrap_set_aside_at', nullable: true })
  wrapSetAsideAt: Date | null;

  /** The signed receipt; null once erased. */
  @Column('jsonb', { nullable: true })
  receipt: object | null;
}

export function toConsent(row: ConsentRow): Consent {
  return { ...row, receipt: row.receipt as Consent['receipt'] };
}

export function fromConsent({ purposes, categories, recipients, ...rest }: Consent): ConsentRow {
  return { ...rest, purposes: [...purposes], categories: [...categories], recipients: [...recipients] };
}
