import assert from 'node:assert/strict';
import type { Tx } from '../../kit/store/tx.js';

/** A voter's own record of a ballot: with it, they find and prove their ballot in the published evidence. */
export interface BallotReceipt {
  id: string;
  cooperativeId: string;
  memberId: string;
  proposalId: string;
  effectDigest: string;
  choices: string[];
  castAt: Date;
  pseudonym: string;
  commitment: string;
  salt: string;
  signature: string;
  signingKey: string;
}

const RECEIPT = `
  select b.id, b.cooperative_id as "cooperativeId", e.member_id as "memberId", b.proposal_id as "proposalId",
    p.effect_digest as "effectDigest", b.choices, b.cast_at as "castAt", e.pseudonym, b.commitment, b.salt,
    b.signature, b.signing_key as "signingKey"
  from elector e
  join ballot b using (cooperative_id, proposal_id, place)
  join proposal p on p.cooperative_id = b.cooperative_id and p.id = b.proposal_id`;

export async function findReceipt(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  ballotId: string,
): Promise<BallotReceipt> {
  const [receipt] = await tx.query<BallotReceipt>(
    `${RECEIPT} where e.cooperative_id = $1 and e.member_id = $2 and b.id = $3`,
    [cooperativeId, memberId, ballotId],
  );
  assert(receipt, `ballot ${ballotId} has no receipt`);
  return receipt;
}

/** A member's receipts, newest first. @param before - a ballot id; only older ones. */
export function receiptsOf(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  before: string | null,
  limit: number,
): Promise<BallotReceipt[]> {
  return tx.query<BallotReceipt>(
    `${RECEIPT} where e.cooperative_id = $1 and e.member_id = $2 and ($3::text is null or b.id < $3)
     order by b.id desc limit $4`,
    [cooperativeId, memberId, before, limit],
  );
}
