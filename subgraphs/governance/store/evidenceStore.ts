import type { Tx } from '../../kit/store/tx.js';
import type { PublishedBallot } from '../domain/evidence.js';

/** An elector who let another's ballot count for them. Both go by their pseudonyms in this proposal. */
export interface PublishedDelegation {
  pseudonym: string;
  /** Whose ballot counted. */
  ballot: string;
}

/** The counted ballots in the order of their pseudonyms, which is the order of their tree. */
export function countedBallots(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  after: string | null,
  limit: number,
): Promise<PublishedBallot[]> {
  return tx.query<PublishedBallot>(
    `select e.pseudonym, b.choices, b.weight, b.commitment
     from ballot b join elector e using (cooperative_id, proposal_id, place)
     where b.cooperative_id = $1 and b.proposal_id = $2 and b.weight is not null
       and ($3::text is null or e.pseudonym > $3)
     order by e.pseudonym limit $4`,
    [cooperativeId, proposalId, after, limit],
  );
}

/** The electors who took part by delegation, in the order of their pseudonyms. */
export function countedDelegations(
  tx: Tx,
  cooperativeId: string,
  proposalId: string,
  after: string | null,
  limit: number,
): Promise<PublishedDelegation[]> {
  return tx.query<PublishedDelegation>(
    `select e.pseudonym, v.pseudonym as ballot
     from elector e join elector v on v.cooperative_id = e.cooperative_id and v.proposal_id = e.proposal_id
       and v.place = e.counted_place
     where e.cooperative_id = $1 and e.proposal_id = $2 and e.counted_place <> e.place
       and ($3::text is null or e.pseudonym > $3)
     order by e.pseudonym limit $4`,
    [cooperativeId, proposalId, after, limit],
  );
}
