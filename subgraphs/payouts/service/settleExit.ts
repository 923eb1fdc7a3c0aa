import { MemberLeft } from '../../kit/contracts/entries/payouts.js';
import { newId } from '../../kit/domain/ids.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/tx.js';
import { unstaked } from '../domain/memberPostings.js';
import { readBook, readPolicy } from '../store/book.js';
import { beginExit, lockExit, markLeft, writeExitPayout } from '../store/exitStore.js';
import { balanceOf, lockMemberAccount, post } from '../store/ledger.js';
import { payoutUnderWay } from '../store/transferStore.js';
import { rememberClaim } from './rememberClaim.js';
import { openPayout } from './openPayout.js';
import { noteSoundness } from './soundness.js';

/**
 * This service's part of a departure: the stake is freed, and the balance paid or held as the charter says.
 * When that is done it is journalled, which may take until a payout has arrived.
 */
export async function settleExit(
  tx: Tx,
  logger: Logger,
  cooperativeId: string,
  memberId: string,
): Promise<void> {
  await beginExit(tx, cooperativeId, memberId);
  // Membership may forget them before this service reads that they were erased.
  await rememberClaim(tx, cooperativeId, memberId);
  await completeExit(tx, logger, cooperativeId, memberId);
}

/** Takes a departure as far as it goes now, to its end if nothing is in the way. Nothing happens for who is not leaving, or has left. */
export async function completeExit(
  tx: Tx,
  logger: Logger,
  cooperativeId: string,
  memberId: string,
): Promise<void> {
  const exit = await lockExit(tx, cooperativeId, memberId);
  if (!exit || exit.leftAt) return;
  const { currency } = await readBook(tx, cooperativeId);
  const account = await lockMemberAccount(tx, cooperativeId, memberId, currency);
  const { accountId } = account;
  if (await payoutUnderWay(tx, cooperativeId, accountId)) return;
  // Nobody is kept from leaving: what cannot be believed is held as it stands.
  const isSound = noteSoundness(logger, cooperativeId, account);
  const balanceMinor = isSound
    ? await freeStake(tx, cooperativeId, { memberId, accountId, currency })
    : account.balanceMinor;
  const { exitBalance } = await readPolicy(tx, cooperativeId);
  // One payout is tried. If it fails the money is back in the balance and is held there.
  if (isSound && exitBalance === 'PAY' && balanceMinor > 0n && !exit.payoutId) {
    const money = { accountId, amountMinor: balanceMinor, currency };
    const payoutId = await openPayout(tx, {
      cooperativeId,
      memberId,
      ...money,
      method: 'default',
    });
    await writeExitPayout(tx, exit, payoutId);
    return;
  }
  await markLeft(tx, exit);
  const balance = balanceMinor > 0n || !isSound ? 'HELD' : 'SETTLED';
  tx.append(MemberLeft, {
    cooperative: cooperativeId,
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
export async function freeStake(tx: Tx, cooperativeId: string, member: Freed): Promise<bigint> {
  const { memberId: ownerId } = member;
  const amountMinor = await balanceOf(tx, cooperativeId, { code: 'liabilities:stake', ownerId });
  await post(tx, cooperativeId, unstaked(newId('stk'), ownerId, { ...member, amountMinor }));
  return balanceOf(tx, cooperativeId, { code: 'liabilities:member', ownerId });
}
