import { MemberLeft } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/store.js';
import { unstaked } from '../domain/memberPostings.js';
import { readBook, readPolicy } from '../store/book.js';
import { balanceOf, lockMemberAccount, post } from '../store/ledger.js';
import { payoutUnderWay } from '../store/transferStore.js';
import { noteSoundness } from './deps.js';
import { openPayout } from './openPayout.js';

/**
 * This service's part of a departure: the stake is freed, and the balance paid or held as the charter says.
 * When that is done it is journalled, which may take until a payout has arrived.
 */
export async function settleExit(
  tx: Tx,
  logger: Logger,
  cooperative: string,
  memberId: string,
): Promise<void> {
  await tx.query(
    `insert into member_exit (cooperative_id, member_id, requested_at) values ($1, $2, $3) on conflict do nothing`,
    [cooperative, memberId, tx.now],
  );
  await proceedExit(tx, logger, cooperative, memberId);
}

/** Takes a departure as far as it goes now. Nothing happens for who is not leaving, or has left. */
export async function proceedExit(
  tx: Tx,
  logger: Logger,
  cooperative: string,
  memberId: string,
): Promise<void> {
  const [exit] = await tx.query<{ payout_id: string | null; left_at: Date | null }>(
    'select payout_id, left_at from member_exit where cooperative_id = $1 and member_id = $2 for update',
    [cooperative, memberId],
  );
  if (!exit || exit.left_at) return;
  const { currency } = await readBook(tx, cooperative);
  const account = await lockMemberAccount(tx, cooperative, memberId, currency);
  const { accountId } = account;
  if (await payoutUnderWay(tx, cooperative, accountId)) return;
  // Nobody is kept from leaving: what cannot be believed is held as it stands.
  const isSound = noteSoundness(logger, cooperative, account);
  const balanceMinor = isSound
    ? await freeStake(tx, cooperative, { memberId, accountId, currency })
    : account.balanceMinor;
  const { exitBalance } = await readPolicy(tx, cooperative);
  // One payout is tried. If it fails the money is back in the balance and is held there.
  if (isSound && exitBalance === 'PAY' && balanceMinor > 0n && !exit.payout_id) {
    const money = { accountId, amountMinor: balanceMinor, currency };
    const payoutId = await openPayout(tx, {
      cooperativeId: cooperative,
      memberId,
      ...money,
      method: 'default',
    });
    await tx.query('update member_exit set payout_id = $3 where cooperative_id = $1 and member_id = $2', [
      cooperative,
      memberId,
      payoutId,
    ]);
    return;
  }
  await tx.query('update member_exit set left_at = $3 where cooperative_id = $1 and member_id = $2', [
    cooperative,
    memberId,
    tx.now,
  ]);
  const balance = balanceMinor > 0n || !isSound ? 'HELD' : 'SETTLED';
  tx.append(MemberLeft, {
    cooperative,
    actorRole: 'SERVICE',
    subject: memberId,
    private: { memberId, balance },
  });
}

interface Freed {
  memberId: string;
  accountId: string;
  currency: string;
}

/** Moves a stake to the balance, locked or not. @returns the balance with the stake in it. */
export async function freeStake(tx: Tx, cooperative: string, member: Freed): Promise<bigint> {
  const { memberId: ownerId } = member;
  const amountMinor = await balanceOf(tx, cooperative, { code: 'liabilities:stake', ownerId });
  await post(tx, cooperative, unstaked(newId('stk'), ownerId, { ...member, amountMinor }));
  return balanceOf(tx, cooperative, { code: 'liabilities:member', ownerId });
}
