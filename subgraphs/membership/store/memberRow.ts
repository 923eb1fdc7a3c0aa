import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { CooperativeId, Member, MemberId } from '../domain/member.js';
import type { Role, RoleGrant } from '../domain/roles.js';
import type { MemberStanding } from '../domain/standing.js';

/** A role as it rests in the row: instants as ISO 8601. */
export interface RoleColumn {
  role: string;
  from: string;
  until: string | null;
}

@Entity('member')
export class MemberRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text')
  id: string;

  @Column('text')
  did: string;

  @Column('text', { name: 'display_name', nullable: true })
  displayName: string | null;

  @Column('boolean', { name: 'display_name_shared' })
  displayNameShared: boolean;

  @Column('text')
  standing: string;

  /** Every grant that ever began, so that a term of office can be looked up later. */
  @Column('jsonb')
  roles: RoleColumn[];

  /** What makes one human one member; null after an erasure. */
  @Column('text', { nullable: true })
  nullifier: string | null;

  /** The personhood attestation as it was shown; null after an erasure. */
  @Column('jsonb', { nullable: true })
  attestation: object | null;

  /** The membership credential, made at admission. */
  @Column('jsonb', { nullable: true })
  credential: object | null;

  @Column('timestamptz', { name: 'applied_at' })
  appliedAt: Date;

  @Column('timestamptz', { name: 'joined_at', nullable: true })
  joinedAt: Date | null;

  @Column('timestamptz', { name: 'exited_at', nullable: true })
  exitedAt: Date | null;

  @Column('timestamptz', { name: 'vote_requested_at', nullable: true })
  voteRequestedAt: Date | null;

  @Column('timestamptz', { name: 'erased_at', nullable: true })
  erasedAt: Date | null;
}

/** @param keys - the active authenticators of the DID, which rest in rows of their own. */
export function toMember(row: MemberRow, keys: readonly string[]): Member {
  return {
    id: row.id as MemberId,
    cooperativeId: row.cooperativeId as CooperativeId,
    did: row.did,
    displayName: row.displayName,
    displayNameShared: row.displayNameShared,
    standing: row.standing as MemberStanding,
    roles: row.roles.map(toGrant),
    keys,
    appliedAt: row.appliedAt,
    joinedAt: row.joinedAt,
    exitedAt: row.exitedAt,
    voteRequestedAt: row.voteRequestedAt,
  };
}

/** The columns that a change of a member can touch. */
export function fromMember(member: Member) {
  return {
    displayName: member.displayName,
    displayNameShared: member.displayNameShared,
    standing: member.standing,
    roles: member.roles.map(fromGrant),
    appliedAt: member.appliedAt,
    joinedAt: member.joinedAt,
    exitedAt: member.exitedAt,
    voteRequestedAt: member.voteRequestedAt,
  };
}

function fromGrant({ role, from, until }: RoleGrant): RoleColumn {
  return { role, from: from.toISOString(), until: until?.toISOString() ?? null };
}

function toGrant({ role, from, until }: RoleColumn): RoleGrant {
  return { role: role as Role, from: new Date(from), until: until === null ? null : new Date(until) };
}
