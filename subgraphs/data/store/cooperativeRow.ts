import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Cooperative } from '../domain/cooperative.js';

@Entity('cooperative')
export class CooperativeRow {
  @PrimaryColumn('text', { name: 'cooperative_id' })
  cooperativeId: string;

  @Column('text')
  slug: string;

  @Column('text')
  name: string;

  @Column('text')
  did: string;
}

export function toCooperative({ cooperativeId, slug, name, did }: CooperativeRow): Cooperative {
  return { cooperativeId, slug, name, did };
}
