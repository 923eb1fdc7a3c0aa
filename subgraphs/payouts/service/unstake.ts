import { Unstaked } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Logger } from '../../kit/observability/logger.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { unstaked } from '../domain/memberPostings.js';
import { readBook } from '../store/book.js';
import { balanceOf, lockMemberAccount, post } from '../store/ledger.js';
import { stakeLockedUntil } from '../store/stakeLockStore.js';
import { requireAboveZero } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';
import { requireHolder } from './requireHolder.js';
import { requireSound } from './soundness.js';
import type { Stake } from './stake.js';

/**
 * Moves money from a member's stake back to their balance, once the lock has passed.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, POLICY_MISSING,
 *   BALANCE_INCONSISTENT, BALANCE_TOO_LOW, STAKE_LOCKED, in this order.
 */
export function unstake({ store, logger }: PayoutsPorts) {
  return async (viewer: Viewer, input: Stake): Promise<Standing> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const member = await requireHolder(viewer, cooperativeId);
    const amountMinor = requireAboveZero(input.amountMinor);
    const canonical = { cooperative: cooperativeId, amountMinor: amountMinor.toString() };
    const operation = {
      actor: member.did,
      operation: 'unstake',
      key: input.idempotencyKey,
      input: canonical,
    };
    await store.transaction({ cooperative: cooperativeId }, (tx) =>
      idempotent(tx, operation, () => moveToBalance(tx, logger, member, amountMinor)),
    );
    return member;
  };
}

async function moveToBalance(tx: Tx, logger: Logger, member: Standing, amountMinor: bigint): Promise<string> {
  const { cooperativeId, memberId, did } = member;
  const { currency } = await readBook(tx, cooperativeId);
  const account = await lockMemberAccount(tx, cooperativeId, memberId, currency);
  requireSound(logger, cooperativeId, account);
  const { accountId } = account;
  const stakeMinor = await balanceOf(tx, cooperativeId, { code: 'liabilities:stake', ownerId: memberId });
  if (amountMinor > stakeMinor) {
    throw ERRORS.BALANCE_TOO_LOW.raise('Your stake does not cover this.', {
      stakeMinor: stakeMinor.toString(),
    });
  }
  const lockedUntil = await stakeLockedUntil(tx, cooperativeId, accountId);
  if (lockedUntil && tx.now < lockedUntil) {
    throw ERRORS.STAKE_LOCKED.raise('Your stake is locked.', { lockedUntil: lockedUntil.toISOString() });
  }
  const stakingId = newId('stk');
  await post(tx, cooperativeId, unstaked(stakingId, memberId, { accountId, amountMinor, currency }));
  tx.append(Unstaked, {
    cooperative: cooperativeId,
    actorRole: 'MEMBER',
    actor: did,
    subject: memberId,
    private: { memberId, amount: moneyJson(amountMinor, currency) },
  });
  return stakingId;
}
