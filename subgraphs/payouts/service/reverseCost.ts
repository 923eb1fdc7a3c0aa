import { CostReversalAsked, CostWithdrawn } from '../../kit/contracts/entries/payouts.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { costState, requireCostState } from '../domain/cost.js';
import type { Cost } from '../domain/cost.js';
import { lockCost, readCost, updateCost } from '../store/costStore.js';
import { requireText } from './input.js';
import type { PayoutsPorts } from './ports.js';
import { requireOffice } from './requireSecond.js';

export interface ReverseCost {
  cost: string;
  reason: string;
  idempotencyKey: string;
}

const REASON_LENGTH_MAX = 500;

/**
 * Asks to take a posted cost back, which a second person agrees to by `approveCost`. One that still waits for a second
 * person is withdrawn at once: nothing was posted.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND for who is no member there, FORBIDDEN for other than stewards, BAD_USER_INPUT,
 *   IDEMPOTENCY_KEY_REUSED, COST_STATE, in this order.
 */
export function reverseCost({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: ReverseCost): Promise<Cost> => {
    viewer.requireDid();
    const cooperativeId = await whereaboutsOf(store, requireId('cst', input.cost));
    const steward = await requireOffice(viewer, cooperativeId, input.cost, ['STEWARD']);
    const reason = requireText(input.reason, 'reason', REASON_LENGTH_MAX);
    const { cost: id, idempotencyKey: key } = input;
    const operation = { actor: steward.did, operation: 'reverseCost', key, input: { cost: id, reason } };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await idempotent(tx, operation, () => takeBack(tx, steward, id, reason));
      return readCost(tx, cooperativeId, id);
    });
  };
}

async function takeBack(tx: Tx, steward: Standing, id: string, reason: string): Promise<string> {
  const { cooperativeId, memberId, did } = steward;
  const cost = await lockCost(tx, cooperativeId, id);
  if (!cost) throw COMMON.NOT_FOUND.raise('There is no such cost.', { id });
  requireCostState(cost, 'PENDING', 'RECORDED');
  const isWaiting = costState(cost) === 'PENDING';
  await updateCost(
    tx,
    isWaiting
      ? { ...cost, withdrawnAt: tx.now }
      : { ...cost, reversalAskedBy: memberId, reversalAskedAt: tx.now, reversalReason: reason },
  );
  tx.append(isWaiting ? CostWithdrawn : CostReversalAsked, {
    cooperative: cooperativeId,
    actorRole: 'STEWARD',
    actor: did,
    private: { cost: id, reason },
  });
  return id;
}
