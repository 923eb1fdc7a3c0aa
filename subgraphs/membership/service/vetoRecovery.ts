import { z } from 'zod';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { requireState } from '../domain/recovery.js';
import type { Recovery } from '../domain/recovery.js';
import { recoveryVetoStatement } from '../domain/statements.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { lockMember } from '../store/memberStore.js';
import { lockRecovery } from '../store/recoveryStore.js';
import { publicKey, readInput, signature } from './input.js';
import { endRecovery } from './recovering.js';

const inputSchema = z.object({ recovery: z.string(), signature, signedBy: publicKey.nullish() });

/**
 * Ends a recovery of the viewer's own membership: any key that is active still says, by its signature, that nothing is
 * lost.
 *
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, NOT_FOUND, SIGNATURE_INVALID, RECOVERY_STATE_CONFLICT, in this order.
 */
export function vetoRecovery(store: Store) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Recovery> => {
    const did = viewer.requireDid();
    const id = requireId('rcv', given.recovery);
    const input = readInput(inputSchema, given);
    const cooperativeId = await whereaboutsOf(store, id);
    const own = await viewer.memberIn(cooperativeId);
    const absent = () => COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
    if (!own) throw absent();
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await lockCooperative(tx, cooperativeId);
      const recovery = await lockRecovery(tx, cooperativeId, id);
      if (recovery.memberId !== own.memberId) throw absent();
      const { keys } = await lockMember(tx, cooperativeId, recovery.memberId);
      const { signature, signedBy } = input;
      requireSignature({ did, keys }, recoveryVetoStatement(id, did), { signature, key: signedBy });
      requireState(recovery, ['REQUESTED', 'WAITING'], tx.now);
      return endRecovery(tx, recovery, 'VETOED', { role: 'MEMBER', did });
    });
  };
}
