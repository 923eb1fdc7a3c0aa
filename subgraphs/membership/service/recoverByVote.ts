import type { EffectOf } from '../../kit/contracts/effects.js';
import type { Tx } from '../../kit/store/tx.js';
import { stateOf } from '../domain/recovery.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findRecovery } from '../store/recoveryStore.js';
import { SERVICE } from './journalling.js';
import { startWaiting } from './recovering.js';

/** The members said that this key is the member's. A request that has ended, or was for another key, stays as it is. */
export async function recoverByVote(
  tx: Tx,
  cooperativeId: string,
  effect: EffectOf<'RECOVERY'>,
): Promise<void> {
  const { powers } = await lockCooperative(tx, cooperativeId);
  const recovery = await findRecovery(tx, cooperativeId, effect.recovery);
  if (recovery?.memberId !== effect.member || recovery.key !== effect.key) return;
  if (stateOf(recovery, tx.now) !== 'REQUESTED') return;
  await startWaiting(tx, recovery, powers.recoveryWaitDays, SERVICE);
}
