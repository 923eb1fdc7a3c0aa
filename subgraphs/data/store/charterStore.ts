import { LessThanOrEqual } from 'typeorm';
import type { Tx } from '../../kit/store/tx.js';
import type { Charter } from '../domain/charter.js';
import { CharterRow, toCharter } from './charterRow.js';

/** The newest version that is in force at the transaction's instant; null before one has reached this service. */
export async function currentCharter(tx: Tx, cooperativeId: string): Promise<Charter | null> {
  const row = await tx.manager.findOne(CharterRow, {
    where: { cooperativeId, effectiveAt: LessThanOrEqual(tx.now) },
    order: { version: 'DESC' },
  });
  return row && toCharter(row);
}

/** A version that is known already stays as it is. */
export async function insertCharter(tx: Tx, charter: Charter): Promise<void> {
  await tx.query(
    `insert into charter (cooperative_id, version, terms, effective_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [charter.cooperativeId, charter.version, JSON.stringify(charter.terms), charter.effectiveAt],
  );
}
