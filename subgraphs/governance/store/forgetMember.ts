import type { Tx } from '../../kit/store/tx.js';

/** Takes a member out of every row that names them. Ballots, places and pseudonyms stay, naming nobody. */
export async function forgetMember(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const who = [cooperativeId, memberId];
  await tx.query(
    `update ballot b set signature = null, signing_key = null, salt = null from elector e
     where e.cooperative_id = $1 and e.member_id = $2 and b.cooperative_id = e.cooperative_id
       and b.proposal_id = e.proposal_id and b.place = e.place`,
    who,
  );
  await tx.query(
    'update elector set member_id = null, did = null where cooperative_id = $1 and member_id = $2',
    who,
  );
  await tx.query('delete from delegation where cooperative_id = $1 and (from_id = $2 or to_id = $2)', who);
  await tx.query(
    'update proposal set proposer_id = null where cooperative_id = $1 and proposer_id = $2',
    who,
  );
}
