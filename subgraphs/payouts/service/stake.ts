import { Staked } from '../../kit/contracts/entries/payouts.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';
import type { Logger } from '../../kit/observability/logger.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Tx } from '../../kit/store/tx.js';
import { ERRORS } from '../domain/errors.js';
import { staked } from '../domain/memberPostings.js';
import { readBook } from '../store/book.js';
import { lockMemberAccount, post } from '../store/ledger.js';
import { lockStake } from '../store/stakeLockStore.js';
import { requireAboveZero } from './input.js';
import { moneyJson } from './moneyJson.js';
import type { PayoutsPorts } from './ports.js';
import { requireSound } from './soundness.js';

export interface Stake {
  cooperative: string;
  amountMinor: bigint;
  idempotencyKey: string;
}

const DAY_MS = 86_400_000;

/**
 * Moves money from a member's balance to their stake, and locks the whole stake anew.
 *
 * @returns the member's id.
 * @throws UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT, IDEMPOTENCY_KEY_REUSED, POLICY_MISSING,
 *   BALANCE_INCONSISTENT, BALANCE_TOO_LOW, in this order.
 */
export function stake({ store, settings, logger }: PayoutsPorts) {
  return async (viewer: Viewer, input: Stake): Promise<Standing> => {
    const cooperativeId = requireId('coop', input.cooperative);
    const member = await viewer.requireMember(cooperativeId);
    const amountMinor = requireAboveZero(input.amountMinor);
    const canonical = { cooperative: cooperativeId, amountMinor: amountMinor.toString() };
    const operation = { actor: member.did, operation: 'stake', key: input.idempotencyKey, input: canonical };
    const lockMs = settings.STAKE_LOCK_DAYS * DAY_MS;
    await store.transaction({ cooperative: cooperativeId }, (tx) =>
      idempotent(tx, operation, () => moveToStake(tx, logger, member, { amountMinor, lockMs })),
    );
    return member;
  };
}

async function moveToStake(
  tx: Tx,
  logger: Logger,
  member: Standing,
  { amountMinor, lockMs }: { amountMinor: bigint; lockMs: number },
): Promise<string> {
  const { cooperativeId, memberId, did } = member;
  const { currency } = await readBook(tx, cooperativeId);
  const account = await lockMemberAccount(tx, cooperativeId, memberId, currency);
  requireSound(logger, cooperativeId, account);
  const { accountId, balanceMinor } = account;
  if (amountMinor > balanceMinor) {
    throw ERRORS.BALANCE_TOO_LOW.raise('Your balance does not cover this.', {
      balanceMinor: balanceMinor.toString(),
    });
  }
  const stakingId = newId('stk');
  const lockedUntil = new Date(tx.now.getTime() + lockMs);
  await post(tx, cooperativeId, staked(stakingId, memberId, { accountId, amountMinor, currency }));
  await lockStake(tx, cooperativeId, accountId, lockedUntil);
  tx.append(Staked, {
    cooperative: cooperativeId,
    actorRole: 'MEMBER',
    actor: did,
    subject: memberId,
    private: { memberId, amount: moneyJson(amountMinor, currency), lockedUntil: lockedUntil.toISOString() },
  });
  return stakingId;
}
