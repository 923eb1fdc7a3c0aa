import { CostRecorded } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Cost } from '../domain/cost.js';
import { ERRORS } from '../domain/errors.js';
import { credit, debit, posting } from '../domain/posting.js';
import { readBook } from '../store/book.js';
import { insertCost, readCost } from '../store/costStore.js';
import { post } from '../store/ledger.js';
import { requireAboveZero, requireText } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';

export interface RecordCost {
  cooperative: string;
  description: string;
  amountMinor: bigint;
  currency: string;
  idempotencyKey: string;
}

const DESCRIPTION_LENGTH_MAX = 500;

/**
 * Records a cost that the co-op has paid; it counts in the period in which it is recorded.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, CURRENCY_MISMATCH, in this order.
 */
export function recordCost({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: RecordCost): Promise<Cost> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const { did } = await viewer.requireSteward(cooperativeId);
    const amountMinor = requireAboveZero(input.amountMinor);
    const description = requireText(input.description, 'description', DESCRIPTION_LENGTH_MAX);
    const { currency, idempotencyKey: key } = input;
    const canonical = { cooperativeId, description, amountMinor: amountMinor.toString(), currency };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const operation = { actor: did, operation: 'recordCost', key, input: canonical };
      const write = (): Promise<string> =>
        record(tx, { cooperativeId, description, amountMinor, currency }, did);
      const id = await idempotent(tx, operation, write);
      return readCost(tx, cooperativeId, id);
    });
  };
}

type NewCost = Omit<Cost, 'id' | 'recordedAt'>;

async function record(tx: Tx, cost: NewCost, did: string): Promise<string> {
  const { cooperativeId, amountMinor, currency, description } = cost;
  const book = await readBook(tx, cooperativeId);
  if (currency !== book.currency) {
    throw ERRORS.CURRENCY_MISMATCH.raise('This co-op settles in another currency.', {
      currency: book.currency,
    });
  }
  const id = newId('cst');
  await insertCost(tx, { ...cost, id, recordedAt: tx.now });
  const legs = [
    debit({ code: 'expenses:costs' }, amountMinor),
    credit({ code: 'assets:settlement' }, amountMinor),
  ];
  await post(tx, cooperativeId, posting('COST_RECORDED', id, currency, legs));
  tx.append(CostRecorded, {
    cooperative: cooperativeId,
    actorRole: 'STEWARD',
    actor: did,
    private: { cost: id, amount: moneyJson(amountMinor, currency), description },
  });
  return id;
}
