import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/store.js';
import { CharterRow, CooperativeRow } from '../store/charterRow.js';

/**
 * The charter in force now, in the transaction of its co-op.
 *
 * @throws PROJECTION_BEHIND while governance has not told of one.
 */
export async function currentCharter(tx: Tx, cooperative: string): Promise<CharterRow> {
  const charter = await tx.manager
    .createQueryBuilder(CharterRow, 'charter')
    .where('charter.cooperativeId = :cooperative and charter.effectiveAt <= :now', {
      cooperative,
      now: tx.now,
    })
    .orderBy('charter.version', 'DESC')
    .limit(1)
    .getOne();
  if (!charter)
    throw COMMON.PROJECTION_BEHIND.raise('The charter of this co-op has not reached this service yet.');
  return charter;
}

/** @throws PROJECTION_BEHIND while membership has not told of it. */
export async function cooperativeOf(tx: Tx, cooperative: string): Promise<CooperativeRow> {
  const row = await tx.manager.findOneBy(CooperativeRow, { cooperativeId: cooperative });
  if (!row) throw COMMON.PROJECTION_BEHIND.raise('This co-op has not reached this service yet.');
  return row;
}
