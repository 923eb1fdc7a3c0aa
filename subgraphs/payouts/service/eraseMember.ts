import { MemberErased, MemberLeft } from '../../kit/contracts/entries/payouts.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/tx.js';
import { readBook } from '../store/book.js';
import { lockExit } from '../store/exitStore.js';
import type { Exit } from '../store/exitStore.js';
import { forgetMember } from '../store/forgetMember.js';
import { lockMemberAccount } from '../store/ledger.js';
import { openPayout } from './openPayout.js';
import { rememberClaim } from './rememberClaim.js';
import { freeStake } from './settleExit.js';
import { noteSoundness } from './soundness.js';

/**
 * This service's part of an erasure: whose an account was is forgotten, here and in the private part of the
 * journal, and with it whose dividends, payouts and uses. Amounts stay, under the pseudonyms of accounts, so the
 * books still balance and every proof still verifies. The balance is paid out first: the rail has the account on file
 * under the same pseudonym. What comes back is kept for whoever holds the key of the DID (0013).
 */
export async function eraseMember(
  tx: Tx,
  logger: Logger,
  cooperativeId: string,
  memberId: string,
): Promise<void> {
  // Everybody locks a departure before the account of who departs, so that no two wait for one another.
  const exit = await lockExit(tx, cooperativeId, memberId);
  const isPaid = await payOut(tx, logger, cooperativeId, memberId);
  if (exit && !exit.leftAt) endExit(tx, exit, isPaid ? 'SETTLED' : 'HELD');
  await rememberClaim(tx, cooperativeId, memberId);
  const did = await forgetMember(tx, cooperativeId, memberId);
  if (did) await erasePrivateParts(tx, memberId, did);
  tx.append(MemberErased, { cooperative: cooperativeId, actorRole: 'SERVICE', private: { memberId } });
}

/** @returns whether nothing is held any more. */
async function payOut(tx: Tx, logger: Logger, cooperativeId: string, memberId: string): Promise<boolean> {
  const { currency } = await readBook(tx, cooperativeId);
  const account = await lockMemberAccount(tx, cooperativeId, memberId, currency);
  // An erasure waits for nothing; what the log names, the operator settles by the account.
  if (!noteSoundness(logger, cooperativeId, account)) return false;
  const { accountId } = account;
  const amountMinor = await freeStake(tx, cooperativeId, { memberId, accountId, currency });
  if (amountMinor === 0n) return true;
  const way = { memberId: null, method: 'default' };
  await openPayout(tx, { cooperativeId, accountId, amountMinor, currency, ...way });
  return true;
}

/** Who is forgotten on the way out is out. */
function endExit(tx: Tx, { cooperativeId, memberId }: Exit, balance: 'SETTLED' | 'HELD'): void {
  tx.append(MemberLeft, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { memberId, balance },
  });
}
