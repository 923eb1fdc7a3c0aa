import { CostApproved, CostReversed } from '../../kit/contracts/entries/payouts.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { costState, requireCostState } from '../domain/cost.js';
import type { Cost } from '../domain/cost.js';
import { lockCost, readCost, updateCost } from '../store/costStore.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';
import { postCost, postReversal } from './postCost.js';
import { requireOffice, requireSecond } from './requireSecond.js';

export interface ApproveCost {
  cost: string;
  idempotencyKey: string;
}

/**
 * The second person agrees: to a cost beyond what one steward spends alone, which is posted, or to its reversal, by which it
 * is put back. It is another steward than the one who asked, or an auditor where there is no other.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND for who is no member there, FORBIDDEN for other than stewards and auditors,
 *   IDEMPOTENCY_KEY_REUSED, COST_STATE,
 *   SECOND_PERSON_NEEDED, FORBIDDEN for an auditor while there is another steward, INSUFFICIENT_FUNDS, in this order.
 */
export function approveCost({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: ApproveCost): Promise<Cost> => {
    viewer.requireDid();
    const cooperativeId = await whereaboutsOf(store, requireId('cst', input.cost));
    const office = await requireOffice(viewer, cooperativeId, input.cost);
    const { cost: id, idempotencyKey: key } = input;
    const operation = { actor: office.did, operation: 'approveCost', key, input: { cost: id } };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await idempotent(tx, operation, () => approve(tx, office, id));
      return readCost(tx, cooperativeId, id);
    });
  };
}

async function approve(
  tx: Tx,
  office: Standing & { role: 'STEWARD' | 'AUDITOR' },
  id: string,
): Promise<string> {
  const { cooperativeId, memberId, did } = office;
  const cost = await lockCost(tx, cooperativeId, id);
  if (!cost) throw COMMON.NOT_FOUND.raise('There is no such cost.', { id });
  requireCostState(cost, 'PENDING', 'REVERSAL_PENDING');
  const isReversal = costState(cost) === 'REVERSAL_PENDING';
  await requireSecond(tx, office, isReversal ? cost.reversalAskedBy : cost.recordedBy);
  if (isReversal) {
    await postReversal(tx, cost);
    await updateCost(tx, { ...cost, reversedAt: tx.now });
  } else {
    await postCost(tx, cost);
    await updateCost(tx, { ...cost, postedAt: tx.now, approvedBy: memberId });
  }
  tx.append(isReversal ? CostReversed : CostApproved, {
    cooperative: cooperativeId,
    actorRole: office.role === 'STEWARD' ? 'STEWARD' : 'MEMBER',
    actor: did,
    private: { cost: id, amount: moneyJson(cost.amountMinor, cost.currency) },
  });
  return id;
}
