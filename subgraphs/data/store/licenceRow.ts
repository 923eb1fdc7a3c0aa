import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SignedAcceptance } from '../domain/agreement.js';
import type { NegotiationState, Party } from '../domain/negotiation.js';

/** A decision that governance journalled, kept until its proof can be fetched. */
export interface PendingDecision {
  readonly entryId: string;
  /** Decimal. */
  readonly index: string;
  readonly leaf: Record<string, unknown>;
  readonly recordedAt: string;
}

@Entity('licence')
export class LicenceRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'dataset_id' })
  datasetId: string;

  @Column('text', { name: 'buyer_id' })
  buyerId: string;

  @Column('text')
  purpose: string;

  @Column('text')
  state: NegotiationState;

  /** The offer on the table. */
  @Column('text', { name: 'offer_id' })
  offerId: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt: Date;

  @Column('jsonb', { nullable: true })
  acceptance: SignedAcceptance | null;

  @Column('text', { name: 'acceptance_digest', nullable: true })
  acceptanceDigest: string | null;

  @Column('timestamptz', { name: 'decide_by', nullable: true })
  decideBy: Date | null;

  @Column('text', { name: 'proposal_id', nullable: true })
  proposalId: string | null;

  @Column('jsonb', { nullable: true })
  decision: PendingDecision | null;

  @Column('jsonb', { nullable: true })
  agreement: Record<string, unknown> | null;

  @Column('text', { name: 'agreement_digest', nullable: true })
  agreementDigest: string | null;

  @Column('timestamptz', { name: 'verified_at', nullable: true })
  verifiedAt: Date | null;

  @Column('timestamptz', { name: 'paid_at', nullable: true })
  paidAt: Date | null;

  @Column('timestamptz', { name: 'valid_until', nullable: true })
  validUntil: Date | null;

  @Column('text', { nullable: true })
  reason: string | null;
}

@Entity('negotiation_step')
export class NegotiationStepRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'licence_id' })
  licenceId: string;

  @Column('text', { name: 'buyer_id' })
  buyerId: string;

  @Column('text')
  party: Party;

  @Column('text')
  state: NegotiationState;

  @Column('text', { name: 'offer_id' })
  offerId: string;

  @Column('text', { nullable: true })
  message: string | null;

  @Column('timestamptz', { name: 'taken_at' })
  takenAt: Date;
}
