import { Column, Entity, PrimaryColumn } from 'typeorm';

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
