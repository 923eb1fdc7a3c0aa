import type { Tx } from '../../kit/store/tx.js';
import { didOf } from '../store/forgetMember.js';
import { openAccounts } from '../store/ledger.js';
import { readBook } from '../store/book.js';
import { keepClaims } from '../store/unclaimedStore.js';

/** Keeps that whoever holds the key of a member's DID may claim what comes back to their account once they are forgotten. */
export async function rememberClaim(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const did = await didOf(tx, cooperativeId, memberId);
  if (!did) return;
  const { currency } = await readBook(tx, cooperativeId);
  await openAccounts(tx, cooperativeId, [{ code: 'liabilities:member', ownerId: memberId, currency }]);
  await keepClaims(tx, cooperativeId, memberId, did);
}
