import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { PublishedBallot } from '../domain/evidence.js';
import { countedBallots, countedDelegations } from '../store/evidenceStore.js';
import type { PublishedDelegation } from '../store/evidenceStore.js';

/** What was counted, under pseudonyms; nothing before the count. Pages hold one more than asked for. */
export function readEvidence(store: Store) {
  return {
    ballots(
      cooperative: string,
      proposal: string,
      { first, after }: PageRequest,
    ): Promise<PublishedBallot[]> {
      return store.transaction({ cooperative }, (tx) =>
        countedBallots(tx, cooperative, proposal, after ? String(after[0]) : null, first + 1),
      );
    },
    delegations(
      cooperative: string,
      proposal: string,
      { first, after }: PageRequest,
    ): Promise<PublishedDelegation[]> {
      return store.transaction({ cooperative }, (tx) =>
        countedDelegations(tx, cooperative, proposal, after ? String(after[0]) : null, first + 1),
      );
    },
  };
}
