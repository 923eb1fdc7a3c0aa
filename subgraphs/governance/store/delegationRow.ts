import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Delegation } from '../domain/delegation.js';

@Entity('delegation')
export class DelegationRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text', { name: 'from_id' })
  fromId: string;

  @Column('text', { name: 'to_id' })
  toId: string;

  /** A kind of proposal; null for all. */
  @Column('text', { nullable: true })
  topic: string | null;

  @Column('timestamptz')
  since: Date;

  /** Exclusive end; null while it stands. */
  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;

  @Column('text')
  signature: string;

  @Column('text', { name: 'signing_key' })
  signingKey: string;
}

export function toDelegation({ fromId, toId, ...row }: DelegationRow): Delegation {
  return { ...row, from: fromId, to: toId };
}

export function fromDelegation({ from, to, ...delegation }: Delegation): DelegationRow {
  return { ...delegation, fromId: from, toId: to };
}
