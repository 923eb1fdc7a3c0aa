import { CostProposed, CostRecorded } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { ALONE_WINDOW_MS, needsSecond } from '../domain/cost.js';
import type { Cost } from '../domain/cost.js';
import { ERRORS } from '../domain/errors.js';
import { readBook, readPolicy } from '../store/book.js';
import { insertCost, readCost, recordedAlone } from '../store/costStore.js';
import { requireAboveZero, requireText } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';
import { postCost } from './postCost.js';

export interface RecordCost {
  cooperative: string;
  description: string;
  amountMinor: bigint;
  currency: string;
  receiptDigest: string;
  idempotencyKey: string;
}

const DESCRIPTION_LENGTH_MAX = 500;

/**
 * Records a cost that the co-op has paid; it counts in the period in which it is posted. A steward posts alone what is,
 * with all that they posted alone within thirty days, within the charter's limit; beyond it the cost waits for a second
 * person.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, CURRENCY_MISMATCH, POLICY_MISSING,
 *   INSUFFICIENT_FUNDS, in this order.
 */
export function recordCost({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: RecordCost): Promise<Cost> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const steward = await viewer.requireSteward(cooperativeId);
    const amountMinor = requireAboveZero(input.amountMinor);
    const description = requireText(input.description, 'description', DESCRIPTION_LENGTH_MAX);
    const { currency, receiptDigest, idempotencyKey: key } = input;
    if (!/^[0-9a-f]{64}$/.test(receiptDigest)) {
      throw COMMON.BAD_USER_INPUT.raise('The digest of a receipt is 64 lowercase hex digits.', {
        field: 'receiptDigest',
      });
    }
    const cost = { cooperativeId, description, amountMinor, currency, receiptDigest };
    const canonical = { ...cost, amountMinor: amountMinor.toString() };
    const operation = { actor: steward.did, operation: 'recordCost', key, input: canonical };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const id = await idempotent(tx, operation, () => record(tx, cost, steward));
      return readCost(tx, cooperativeId, id);
    });
  };
}

type NewCost = Pick<Cost, 'cooperativeId' | 'description' | 'amountMinor' | 'currency'> & {
  receiptDigest: string;
};

async function record(tx: Tx, given: NewCost, { memberId, did }: Standing): Promise<string> {
  const { cooperativeId, amountMinor, currency, description, receiptDigest } = given;
  // Costs of a co-op come one after the other, so that two at once are seen by the limit.
  const book = await readBook(tx, cooperativeId, 'for no key update');
  if (currency !== book.currency) {
    throw ERRORS.CURRENCY_MISMATCH.raise('This co-op settles in another currency.', {
      currency: book.currency,
    });
  }
  const { costApprovalMinor } = await readPolicy(tx, cooperativeId);
  const since = new Date(tx.now.getTime() - ALONE_WINDOW_MS);
  const aloneMinor = await recordedAlone(tx, cooperativeId, memberId, since);
  const waits = needsSecond(amountMinor, aloneMinor, costApprovalMinor);
  const cost: Cost = {
    ...given,
    id: newId('cst'),
    recordedAt: tx.now,
    recordedBy: memberId,
    postedAt: waits ? null : tx.now,
    ...{ approvedBy: null, withdrawnAt: null, reversedAt: null },
    ...{ reversalAskedBy: null, reversalAskedAt: null, reversalReason: null },
  };
  await insertCost(tx, cost);
  if (!waits) await postCost(tx, cost);
  tx.append(waits ? CostProposed : CostRecorded, {
    cooperative: cooperativeId,
    actorRole: 'STEWARD',
    actor: did,
    private: { cost: cost.id, amount: moneyJson(amountMinor, currency), description, receiptDigest },
  });
  return cost.id;
}
