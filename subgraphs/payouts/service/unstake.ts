import { Unstaked } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Logger } from '../../kit/observability/logger.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/store.js';
import { ERRORS } from '../domain/errors.js';
import { unstaked } from '../domain/memberPostings.js';
import { readBook } from '../store/book.js';
import { balanceOf, lockMemberAccount, post } from '../store/ledger.js';
import { moneyJson, requireAboveZero, requireHolder, requireSound } from './deps.js';
import type { PayoutsDeps } from './deps.js';
import type { Stake } from './stake.js';

/**
 * Moves money from a member's stake back to their balance, once the lock has passed.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, BALANCE_INCONSISTENT, BALANCE_TOO_LOW,
 *   STAKE_LOCKED, in this order.
 */
export function unstake({ store, logger }: PayoutsDeps) {
  return async (viewer: Viewer, input: Stake): Promise<Standing> => {
    const cooperative = requireId('coop', input.cooperative);
    const member = await requireHolder(viewer, cooperative);
    const amountMinor = requireAboveZero(input.amountMinor);
    const canonical = { cooperative, amountMinor: amountMinor.toString() };
    const operation = {
      actor: member.did,
      operation: 'unstake',
      key: input.idempotencyKey,
      input: canonical,
    };
    await store.transaction({ cooperative }, (tx) =>
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
  const [lock] = await tx.query<{ locked_until: Date }>(
    'select locked_until from stake_lock where cooperative_id = $1 and account_id = $2',
    [cooperativeId, accountId],
  );
  if (lock && tx.now < lock.locked_until) {
    throw ERRORS.STAKE_LOCKED.raise('Your stake is locked.', {
      lockedUntil: lock.locked_until.toISOString(),
    });
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
