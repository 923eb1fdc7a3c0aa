import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One place in the electorate of one proposal. An erased member leaves the place, its leaf and its pseudonym. */
@Entity('elector')
export class ElectorRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @PrimaryColumn('text', { name: 'proposal_id' })
  proposalId: string;

  /** Index of the leaf in membership's tree. */
  @PrimaryColumn('integer')
  place: number;

  @Column('text', { name: 'member_id', nullable: true })
  memberId: string | null;

  @Column('text', { nullable: true })
  did: string | null;

  @Column('bytea', { name: 'leaf_hash' })
  leafHash: Buffer;

  /** Random, made for this proposal; the only name under which the count is published. */
  @Column('text')
  pseudonym: string;

  /** The place whose ballot counted for this one; null if the elector took no part, and before the count. */
  @Column('integer', { name: 'counted_place', nullable: true })
  countedPlace: number | null;
}
