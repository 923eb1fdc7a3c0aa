import { MemberErased, MemberLeft } from '../../kit/contracts/entries/payouts.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import type { Logger } from '../../kit/observability/logger.js';
import type { Tx } from '../../kit/store/store.js';
import { readBook } from '../store/book.js';
import { lockMemberAccount } from '../store/ledger.js';
import { noteSoundness } from './deps.js';
import { openPayout } from './openPayout.js';
import { freeStake } from './settleExit.js';

/**
 * This service's part of an erasure: whose an account was is forgotten, here and in the private part of the
 * journal, and with it whose dividends, payouts and uses. Amounts stay, under the pseudonyms of accounts, so the
 * books still balance and every proof still verifies. The balance is paid out first, as nobody could ask for it
 * later: the rail has the account on file under the same pseudonym.
 */
export async function eraseMember(
  tx: Tx,
  logger: Logger,
  cooperative: string,
  memberId: string,
): Promise<void> {
  const by = [cooperative, memberId];
  const [standing] = await tx.query<{ did: string }>(
    'select did from standing where cooperative_id = $1 and member_id = $2',
    by,
  );
  await payOut(tx, logger, cooperative, memberId);
  await completeExit(tx, cooperative, memberId);
  await tx.query(
    `update dividend set salt = null where cooperative_id = $1 and account_id in
       (select account_id from ledger_account where cooperative_id = $1 and owner_id = $2)`,
    by,
  );
  await tx.query('update run_member set member_id = null where cooperative_id = $1 and member_id = $2', by);
  await tx.query('update ledger_account set owner_id = null where cooperative_id = $1 and owner_id = $2', by);
  for (const table of ['contribution', 'usage', 'payout_destination', 'member_exit', 'standing']) {
    await tx.query(`delete from ${table} where cooperative_id = $1 and member_id = $2`, by);
  }
  if (standing) await erasePrivateParts(tx, memberId, standing.did);
  tx.append(MemberErased, { cooperative, actorRole: 'SERVICE', private: { memberId } });
}

async function payOut(tx: Tx, logger: Logger, cooperativeId: string, memberId: string): Promise<void> {
  const { currency } = await readBook(tx, cooperativeId);
  const account = await lockMemberAccount(tx, cooperativeId, memberId, currency);
  // An erasure waits for nothing; what the log names, the operator settles by the account.
  if (!noteSoundness(logger, cooperativeId, account)) return;
  const { accountId } = account;
  const amountMinor = await freeStake(tx, cooperativeId, { memberId, accountId, currency });
  if (amountMinor === 0n) return;
  const way = { memberId: null, method: 'default' };
  await openPayout(tx, { cooperativeId, accountId, amountMinor, currency, ...way });
}

/** Who is forgotten on the way out is out. */
async function completeExit(tx: Tx, cooperative: string, memberId: string): Promise<void> {
  const leaving = await tx.query(
    'select from member_exit where cooperative_id = $1 and member_id = $2 and left_at is null',
    [cooperative, memberId],
  );
  if (leaving.length === 0) return;
  tx.append(MemberLeft, {
    cooperative,
    actorRole: 'SERVICE',
    private: { memberId, balance: 'SETTLED' },
  });
}
