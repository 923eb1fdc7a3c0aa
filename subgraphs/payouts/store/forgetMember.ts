import type { Tx } from '../../kit/store/tx.js';

/**
 * Tables of which every row is about a member. Their standing is not among them: it is membership's to say, in the order of
 * its journal, whether somebody who was erased stays a member or is forgotten.
 */
const ABOUT_MEMBER = ['contribution', 'usage', 'payout_destination', 'recovery_hold', 'member_exit'] as const;

/** Of costs, who asked and who agreed. */
const COST_COLUMNS = ['recorded_by', 'approved_by', 'reversal_asked_by'] as const;

/**
 * Forgets whose an account was, and what else names a member. Amounts stay, under the pseudonyms of accounts.
 *
 * @returns the DID under which the member acted; undefined for somebody who was never heard of.
 */
export async function forgetMember(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
): Promise<string | undefined> {
  const by = [cooperativeId, memberId];
  const did = await didOf(tx, cooperativeId, memberId);
  for (const column of COST_COLUMNS) {
    await tx.query(`update cost set ${column} = null where cooperative_id = $1 and ${column} = $2`, by);
  }
  await tx.query(
    `update dividend set salt = null where cooperative_id = $1 and account_id in
       (select account_id from ledger_account where cooperative_id = $1 and owner_id = $2)`,
    by,
  );
  await tx.query('update run_member set member_id = null where cooperative_id = $1 and member_id = $2', by);
  await tx.query('update ledger_account set owner_id = null where cooperative_id = $1 and owner_id = $2', by);
  for (const table of ABOUT_MEMBER) {
    await tx.query(`delete from ${table} where cooperative_id = $1 and member_id = $2`, by);
  }
  return did;
}

/** The DID of a member who has not been forgotten. */
export async function didOf(tx: Tx, cooperativeId: string, memberId: string): Promise<string | undefined> {
  const [standing] = await tx.query<{ did: string }>(
    'select did from standing where cooperative_id = $1 and member_id = $2',
    [cooperativeId, memberId],
  );
  return standing?.did;
}
