import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Decider } from '../domain/decider.js';
import type { CooperativeId, MemberId } from '../domain/member.js';
import type { Suspension, SuspensionEnding, SuspensionId } from '../domain/suspension.js';

@Entity('suspension')
export class SuspensionRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  /** Null after an erasure. */
  @Column('text', { nullable: true })
  reason: string | null;

  @Column('integer')
  days: number;

  @Column('text', { name: 'decided_by' })
  decidedBy: Decider;

  @Column('text', { name: 'proposed_by', nullable: true })
  proposedBy: string | null;

  @Column('timestamptz', { name: 'proposed_at' })
  proposedAt: Date;

  @Column('timestamptz', { name: 'lapses_at', nullable: true })
  lapsesAt: Date | null;

  @Column('text', { name: 'confirmed_by', nullable: true })
  confirmedBy: string | null;

  @Column('timestamptz', { name: 'begun_at', nullable: true })
  begunAt: Date | null;

  @Column('timestamptz', { name: 'ends_at', nullable: true })
  endsAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { nullable: true })
  ending: SuspensionEnding | null;
}

export function toSuspension(row: SuspensionRow): Suspension {
  const { id, cooperativeId, memberId, proposedBy, confirmedBy, ...same } = row;
  return {
    ...same,
    id: id as SuspensionId,
    cooperativeId: cooperativeId as CooperativeId,
    memberId: memberId as MemberId,
    proposedBy: proposedBy as MemberId | null,
    confirmedBy: confirmedBy as MemberId | null,
  };
}
