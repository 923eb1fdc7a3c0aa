import type { Tx } from '../../kit/store/tx.js';
import { BallotRow } from './ballotRow.js';

/** Writes a ballot unless its elector has one; false if so. The primary key decides between two at once. */
export async function insertBallot(tx: Tx, ballot: Omit<BallotRow, 'weight'>): Promise<boolean> {
  const written = await tx.query(
    `insert into ballot (cooperative_id, proposal_id, place, id, choices, commitment, cast_at, signature,
       signing_key, salt)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (cooperative_id, proposal_id, place) do nothing returning id`,
    [
      ballot.cooperativeId,
      ballot.proposalId,
      ballot.place,
      ballot.id,
      JSON.stringify(ballot.choices),
      ballot.commitment,
      ballot.castAt,
      ballot.signature,
      ballot.signingKey,
      ballot.salt,
    ],
  );
  return written.length === 1;
}

/** Whether anybody has voted. */
export async function hasBallots(tx: Tx, cooperativeId: string, proposalId: string): Promise<boolean> {
  return tx.manager.existsBy(BallotRow, { cooperativeId, proposalId });
}

export function ballotsOf(tx: Tx, cooperativeId: string, proposalId: string): Promise<BallotRow[]> {
  return tx.manager.find(BallotRow, { where: { cooperativeId, proposalId }, order: { place: 'ASC' } });
}

/** Writes for how many members each ballot counted. @param weights - place of the ballot → members. */
export async function saveWeights(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  weights: ReadonlyMap<number, number>,
): Promise<void> {
  await tx.query(
    `update ballot b set weight = c.weight from unnest($3::int[], $4::int[]) as c(place, weight)
     where b.cooperative_id = $1 and b.proposal_id = $2 and b.place = c.place`,
    [cooperativeId, proposalId, [...weights.keys()], [...weights.values()]],
  );
}
