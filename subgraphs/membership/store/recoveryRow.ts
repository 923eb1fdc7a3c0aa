import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CooperativeId, MemberId } from '../domain/member.js';
import type { Recovery, RecoveryId, RecoveryOutcome, RecoveryWay } from '../domain/recovery.js';

@Entity('recovery')
export class RecoveryRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'member_id' })
  memberId: string;

  @Column('text')
  key: string;

  @Column('text')
  way: RecoveryWay;

  @Column('timestamptz', { name: 'requested_at' })
  requestedAt: Date;

  @Column('timestamptz', { name: 'lapses_at' })
  lapsesAt: Date;

  @Column('text', { name: 'first_by', nullable: true })
  firstBy: string | null;

  @Column('text', { name: 'second_by', nullable: true })
  secondBy: string | null;

  @Column('timestamptz', { name: 'confirmed_at', nullable: true })
  confirmedAt: Date | null;

  @Column('timestamptz', { name: 'completes_at', nullable: true })
  completesAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text', { nullable: true })
  outcome: RecoveryOutcome | null;
}

export function toRecovery(row: RecoveryRow): Recovery {
  const { id, cooperativeId, memberId, firstBy, secondBy, ...same } = row;
  return {
    ...same,
    id: id as RecoveryId,
    cooperativeId: cooperativeId as CooperativeId,
    memberId: memberId as MemberId,
    firstBy: firstBy as MemberId | null,
    secondBy: secondBy as MemberId | null,
  };
}
