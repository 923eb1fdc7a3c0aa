import { COMMON } from '../../kit/errors/table.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Charter } from '../domain/charter.js';
import type { Cooperative } from '../domain/cooperative.js';
import { currentCharter } from '../store/charterStore.js';
import { findCooperative } from '../store/cooperativeStore.js';

/**
 * The charter in force now, in the transaction of its co-op.
 *
 * @throws PROJECTION_BEHIND while governance has not told of one.
 */
export async function requireCharter(tx: Tx, cooperativeId: string): Promise<Charter> {
  const charter = await currentCharter(tx, cooperativeId);
  if (charter) return charter;
  throw COMMON.PROJECTION_BEHIND.raise('The charter of this co-op has not reached this service yet.');
}

/** @throws PROJECTION_BEHIND while membership has not told of it. */
export async function requireCooperative(tx: Tx, cooperativeId: string): Promise<Cooperative> {
  const cooperative = await findCooperative(tx, cooperativeId);
  if (cooperative) return cooperative;
  throw COMMON.PROJECTION_BEHIND.raise('This co-op has not reached this service yet.');
}
