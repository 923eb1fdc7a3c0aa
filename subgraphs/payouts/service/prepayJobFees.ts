import { PrepaymentRequested } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import type { BuyerAccount } from '../domain/buyerAccount.js';
import { ERRORS } from '../domain/errors.js';
import { hasBook } from '../store/book.js';
import { readBuyerAccount } from '../store/buyerAccountStore.js';
import { insertTransfer, prepaymentUnderWay } from '../store/transferStore.js';
import { requireAboveZero, requireText } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';

export interface PrepayJobFees {
  cooperative: string;
  amountMinor: bigint;
  currency: string;
  /** A token of the payment rail. */
  method: string;
  idempotencyKey: string;
}

/**
 * Begins a payment in advance for computations in a co-op. It counts when the rail says that the money has come;
 * invoices of computations are settled from it by themselves.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for a buyer or partner, BAD_USER_INPUT, NOT_FOUND for a co-op that is not,
 *   IDEMPOTENCY_KEY_REUSED, CURRENCY_MISMATCH, PAYMENT_IN_PROGRESS, in this order.
 */
export function prepayJobFees({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: PrepayJobFees): Promise<BuyerAccount> => {
    const buyer = await requireLicensee(viewer);
    const cooperativeId = requireId('coop', input.cooperative);
    const amountMinor = requireAboveZero(input.amountMinor);
    const method = requireText(input.method, 'method', 100);
    const { currency, idempotencyKey: key } = input;
    const asked = { cooperativeId, amountMinor: amountMinor.toString(), currency, method };
    const operation = { actor: buyer.did, operation: 'prepayJobFees', key, input: asked };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const account = await readAccount(tx, cooperativeId, buyer.id);
      await idempotent(tx, operation, () =>
        begin(tx, account, { amountMinor, currency, method, did: buyer.did }),
      );
      return account;
    });
  };
}

async function begin(
  tx: Tx,
  { cooperativeId, buyerId, currency }: BuyerAccount,
  asked: { amountMinor: bigint; currency: string; method: string; did: string },
): Promise<string> {
  if (asked.currency !== currency)
    throw ERRORS.CURRENCY_MISMATCH.raise('This co-op settles in another currency.', { currency });
  if (await prepaymentUnderWay(tx, cooperativeId, buyerId))
    throw ERRORS.PAYMENT_IN_PROGRESS.raise('A prepayment of yours is under way here.', {
      cooperative: cooperativeId,
    });
  const { amountMinor, method } = asked;
  const id = newId('pay');
  const amount = { amountMinor, taxMinor: 0n, currency, method };
  await insertTransfer(tx, { cooperativeId, id, purpose: 'PREPAYMENT', buyerId, ...amount });
  tx.append(PrepaymentRequested, {
    cooperative: cooperativeId,
    actorRole: 'BUYER',
    actor: asked.did,
    private: { payment: id, buyer: buyerId, amount: moneyJson(amountMinor, currency) },
  });
  return id;
}

/** Who may hold licences: a regulator looks, and takes no part. @throws UNAUTHENTICATED, FORBIDDEN */
export async function requireLicensee(viewer: Viewer): Promise<{ id: string; did: string }> {
  const organization = await viewer.requireOrganization();
  if (organization.kind !== 'REGULATOR') return organization;
  throw COMMON.FORBIDDEN.raise('Only buyers and partners may pay for computations.');
}

/** @throws NOT_FOUND for a co-op without books, as for one that is not. */
export async function readAccount(tx: Tx, cooperativeId: string, buyerId: string): Promise<BuyerAccount> {
  if (!(await hasBook(tx, cooperativeId)))
    throw COMMON.NOT_FOUND.raise('There is no such co-op.', { id: cooperativeId });
  return readBuyerAccount(tx, cooperativeId, buyerId);
}
