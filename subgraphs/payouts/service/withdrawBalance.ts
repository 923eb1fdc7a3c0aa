import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';
import { readBook, readPolicy } from '../store/book.js';
import { lockMemberAccount } from '../store/ledger.js';
import { lockTransfer } from '../store/transferStore.js';
import type { TransferRow } from '../store/transferRow.js';
import { coolDestination } from './coolDestination.js';
import { requireAboveZero, requireHolder, requireText } from './deps.js';
import type { PayoutsDeps } from './deps.js';
import { openPayout } from './openPayout.js';

export interface WithdrawBalance {
  cooperative: string;
  /** Null takes the whole balance. */
  amountMinor: bigint | null;
  destination: string;
  idempotencyKey: string;
}

/**
 * Pays out of a member's balance. Whoever has left may still take what is theirs, and then no minimum holds.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, DESTINATIONS_TOO_MANY, DESTINATION_COOLING,
 *   IDEMPOTENCY_KEY_REUSED, BALANCE_TOO_LOW, BELOW_MINIMUM_PAYOUT, in this order.
 */
export function withdrawBalance({ store, settings }: PayoutsDeps) {
  return async (viewer: Viewer, input: WithdrawBalance): Promise<TransferRow> => {
    const cooperative = requireId('coop', input.cooperative);
    const holder = await requireHolder(viewer, cooperative);
    const asked = input.amountMinor === null ? null : requireAboveZero(input.amountMinor);
    const method = requireText(input.destination, 'destination', 100);
    await coolDestination(store, settings, holder, method);
    const canonical = { cooperative, amountMinor: asked?.toString() ?? null, method };
    const operation = {
      actor: holder.did,
      operation: 'withdrawBalance',
      key: input.idempotencyKey,
      input: canonical,
    };
    return store.transaction({ cooperative }, async (tx) => {
      const id = await idempotent(tx, operation, () => withdraw(tx, holder, asked, method));
      const payout = await lockTransfer(tx, cooperative, id);
      if (!payout) throw COMMON.NOT_FOUND.raise('There is no such payout.', { id });
      return payout;
    });
  };
}

async function withdraw(tx: Tx, holder: Standing, asked: bigint | null, method: string): Promise<string> {
  const { cooperativeId, memberId, did } = holder;
  const { currency } = await readBook(tx, cooperativeId);
  const { accountId, balanceMinor } = await lockMemberAccount(
    tx,
    cooperativeId,
    'liabilities:member',
    memberId,
    currency,
  );
  const amountMinor = asked ?? balanceMinor;
  if (amountMinor > balanceMinor || amountMinor === 0n) {
    throw ERRORS.BALANCE_TOO_LOW.raise('Your balance does not cover this.', {
      balanceMinor: balanceMinor.toString(),
    });
  }
  const { minimumPayoutMinor } = await readPolicy(tx, cooperativeId);
  if (amountMinor < minimumPayoutMinor && holder.standing !== 'EXITED') {
    throw ERRORS.BELOW_MINIMUM_PAYOUT.raise('The charter sets a higher minimum for a payout.', {
      minimumMinor: minimumPayoutMinor.toString(),
    });
  }
  return openPayout(tx, { cooperativeId, memberId, accountId, amountMinor, currency, method, did });
}
