import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SignedAcceptance } from '../domain/agreement.js';
import type { Licence, PendingDecision } from '../domain/licence.js';
import type { NegotiationState } from '../domain/licenceState.js';
import type { JsonObject } from '../../kit/domain/offerPolicy.js';

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

  @Column('text', { name: 'offer_id' })
  offerId: string;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'changed_at' })
  changedAt: Date;

  /** The first three of an acceptance are null together, and so are the two of an agreement. */
  @Column('jsonb', { nullable: true })
  acceptance: SignedAcceptance | null;

  @Column('text', { name: 'acceptance_digest', nullable: true })
  acceptanceDigest: string | null;

  @Column('timestamptz', { name: 'decide_by', nullable: true })
  decideBy: Date | null;

  @Column('text', { name: 'published_offer_id', nullable: true })
  publishedOfferId: string | null;

  @Column('text', { name: 'proposal_id', nullable: true })
  proposalId: string | null;

  @Column('jsonb', { nullable: true })
  decision: object | null;

  @Column('jsonb', { nullable: true })
  agreement: object | null;

  @Column('text', { name: 'agreement_digest', nullable: true })
  agreementDigest: string | null;

  @Column('timestamptz', { name: 'verified_at', nullable: true })
  verifiedAt: Date | null;

  @Column('timestamptz', { name: 'paid_at', nullable: true })
  paidAt: Date | null;

  @Column('timestamptz', { name: 'valid_until', nullable: true })
  validUntil: Date | null;

  @Column('timestamptz', { name: 'notice_until', nullable: true })
  noticeUntil: Date | null;

  @Column('text', { nullable: true })
  reason: string | null;
}

export function toLicence(row: LicenceRow): Licence {
  const { acceptance: signed, acceptanceDigest, decideBy, publishedOfferId, ...others } = row;
  const { agreement, agreementDigest, ...rest } = others;
  return {
    ...rest,
    decision: row.decision as PendingDecision | null,
    acceptance:
      signed && acceptanceDigest !== null && decideBy
        ? { signed, digest: acceptanceDigest, decideBy, publishedOfferId }
        : null,
    agreement:
      agreement && agreementDigest !== null
        ? { document: agreement as JsonObject, digest: agreementDigest }
        : null,
  };
}

export function fromLicence({ acceptance, agreement, ...rest }: Licence): LicenceRow {
  return {
    ...rest,
    acceptance: acceptance?.signed ?? null,
    acceptanceDigest: acceptance?.digest ?? null,
    decideBy: acceptance?.decideBy ?? null,
    publishedOfferId: acceptance?.publishedOfferId ?? null,
    agreement: agreement?.document ?? null,
    agreementDigest: agreement?.digest ?? null,
  };
}
