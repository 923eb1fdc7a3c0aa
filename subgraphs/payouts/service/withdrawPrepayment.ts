import { PrepaymentWithdrawalRequested } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import type { BuyerAccount } from '../domain/buyerAccount.js';
import { insertTransfer } from '../store/transferStore.js';
import { insertWithdrawal, noteRelease } from '../store/withdrawalStore.js';
import { lockBuyerAccount, lockCharges } from '../store/buyerAccountStore.js';
import { post } from '../store/ledger.js';
import { prepaidChanged } from '../domain/buyerAccount.js';
import { keepAccount } from './keepAccount.js';
import type { PayoutsPorts } from './ports.js';
import { readAccount, requireLicensee } from './prepayJobFees.js';

export interface WithdrawPrepayment {
  cooperative: string;
  idempotencyKey: string;
}

/**
 * Asks for what is left of what the buyer has paid in advance. Data knows what of it is reserved for computations, and
 * lets go of the rest, which is then refunded the way the rail has on file.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer speaks for a buyer or partner, BAD_USER_INPUT, NOT_FOUND for a co-op that is not,
 *   IDEMPOTENCY_KEY_REUSED, in this order.
 */
export function withdrawPrepayment({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: WithdrawPrepayment): Promise<BuyerAccount> => {
    const buyer = await requireLicensee(viewer);
    const cooperativeId = requireId('coop', input.cooperative);
    const operation = {
      ...{ actor: buyer.did, operation: 'withdrawPrepayment', key: input.idempotencyKey },
      input: { cooperativeId },
    };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const account = await readAccount(tx, cooperativeId, buyer.id);
      await idempotent(tx, operation, async () => {
        const withdrawal = newId('pwd');
        await insertWithdrawal(tx, { cooperativeId, id: withdrawal, buyerId: buyer.id });
        tx.append(PrepaymentWithdrawalRequested, {
          ...{ cooperative: cooperativeId, actorRole: 'BUYER', actor: buyer.did },
          private: { withdrawal, buyer: buyer.id },
        });
        return withdrawal;
      });
      return account;
    });
  };
}

/** What data has let go of goes back to the buyer, once. */
export async function refundPrepayment(
  tx: Tx,
  cooperativeId: string,
  { withdrawal, amountMinor: asked }: { withdrawal: string; amountMinor: bigint },
): Promise<void> {
  const buyerId = await noteRelease(tx, cooperativeId, withdrawal, asked);
  if (!buyerId) return;
  await lockCharges(tx, cooperativeId);
  const account = await lockBuyerAccount(tx, cooperativeId, buyerId);
  const { currency, prepaidMinor } = account;
  // A chargeback may have come in between.
  const amountMinor = asked < prepaidMinor ? asked : prepaidMinor;
  if (amountMinor <= 0n) {
    await keepAccount(tx, cooperativeId, buyerId, { released: withdrawal });
    return;
  }
  const id = newId('pay');
  const left = prepaidMinor - amountMinor;
  const event = {
    kind: 'PREPAYMENT_RELEASED',
    sourceId: withdrawal,
    counterpart: 'liabilities:refunds',
  } as const;
  await post(tx, cooperativeId, prepaidChanged(account, left, event));
  await insertTransfer(tx, {
    ...{ cooperativeId, id, purpose: 'PREPAYMENT_REFUND', buyerId },
    ...{ amountMinor, taxMinor: 0n, currency, method: 'default' },
  });
  await keepAccount(tx, cooperativeId, buyerId, { prepaidMinor: left, released: withdrawal });
}
