import { UnclaimedClaimed } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { money } from '../../kit/domain/money.js';
import type { Money } from '../../kit/domain/money.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { unclaimedClaimed } from '../domain/memberPostings.js';
import { readBook } from '../store/book.js';
import { post } from '../store/ledger.js';
import { insertTransfer } from '../store/transferStore.js';
import { claimDigest, endUnclaimed, lockClaimable } from '../store/unclaimedStore.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';

export interface ClaimUnclaimed {
  cooperative: string;
  idempotencyKey: string;
}

/**
 * Sends once more what could not be paid to somebody who was erased. Nothing here knows them any more: the DID that the
 * viewer has signed in with opens the claim. It goes to the account that the rail has on file for them, and nowhere else,
 * so that a stolen session gains nothing.
 *
 * @returns how much is on its way.
 * @throws UNAUTHENTICATED, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, NOT_FOUND where nothing waits for them, in this order.
 */
export function claimUnclaimed({ store }: PayoutsPorts) {
  return async (viewer: Viewer, input: ClaimUnclaimed): Promise<Money> => {
    const did = viewer.requireDid();
    const cooperativeId = requireId('coop', input.cooperative);
    const digest = claimDigest(cooperativeId, did);
    // Who was erased is not written down again.
    const operation = {
      actor: digest,
      operation: 'claimUnclaimed',
      key: input.idempotencyKey,
      input: { cooperative: cooperativeId },
    };
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const claimed = await idempotent(tx, operation, () => claim(tx, cooperativeId, digest));
      return money(BigInt(claimed.amountMinor), claimed.currency);
    });
  };
}

async function claim(tx: Tx, cooperativeId: string, digest: string) {
  const claimable = await lockClaimable(tx, cooperativeId, digest);
  if (claimable.length === 0) {
    throw COMMON.NOT_FOUND.raise('Nothing waits for you in this co-op.', { cooperative: cooperativeId });
  }
  const { currency } = await readBook(tx, cooperativeId);
  for (const unclaimed of claimable) {
    const { id, accountId, amountMinor } = unclaimed;
    const payout = newId('pyt');
    const amount = { amountMinor, taxMinor: 0n, currency: unclaimed.currency, method: 'default' };
    await insertTransfer(tx, { cooperativeId, id: payout, purpose: 'PAYOUT', accountId, ...amount });
    await post(tx, cooperativeId, unclaimedClaimed(id, unclaimed));
    await endUnclaimed(tx, unclaimed, 'CLAIMED');
    tx.append(UnclaimedClaimed, {
      cooperative: cooperativeId,
      actorRole: 'SERVICE',
      private: { unclaimed: id, payout, amount: moneyJson(amountMinor, unclaimed.currency) },
    });
  }
  const sum = claimable.reduce((total, { amountMinor }) => total + amountMinor, 0n);
  return moneyJson(sum, currency);
}
