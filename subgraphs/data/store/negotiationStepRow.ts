import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { NegotiationStep } from '../domain/licence.js';
import type { NegotiationState, Party } from '../domain/licenceState.js';

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

export function toNegotiationStep(row: NegotiationStepRow): NegotiationStep {
  return { ...row };
}
