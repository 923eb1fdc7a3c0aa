import { In } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Cooperative } from '../domain/cooperative.js';
import { CooperativeRow, toCooperative } from './cooperativeRow.js';

export async function findCooperative(tx: Tx, cooperativeId: string): Promise<Cooperative | null> {
  const row = await tx.manager.findOneBy(CooperativeRow, { cooperativeId });
  return row && toCooperative(row);
}

/** In a transaction of the reader `catalogue`, of all co-ops. */
export async function cooperativesById(tx: Tx, ids: readonly string[]): Promise<Cooperative[]> {
  return (await tx.manager.findBy(CooperativeRow, { cooperativeId: In(ids) })).map(toCooperative);
}

/** A co-op that is known already stays as it is. */
export async function insertCooperative(tx: Tx, cooperative: Cooperative): Promise<void> {
  const { cooperativeId, slug, name, did } = cooperative;
  await tx.query(
    'insert into cooperative (cooperative_id, slug, name, did) values ($1, $2, $3, $4) on conflict do nothing',
    [cooperativeId, slug, name, did],
  );
}
