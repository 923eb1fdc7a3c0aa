import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Proposal } from '../domain/proposal.js';
import type { ProposalState } from '../domain/proposalState.js';
import { proposalsById, proposalsOf } from '../store/proposalStore.js';
import { byCooperative } from '../../kit/store/byCooperative.js';

/** Proposals are public from the day they are submitted: who is asked to obey should see what is asked. */
export function readProposals(store: Store) {
  return {
    /** In the order of the ids, null where there is none. */
    byIds: (ids: readonly string[]): Promise<(Proposal | null)[]> => byCooperative(store, ids, proposalsById),
    /** Newest first; one more than asked for. */
    page(
      cooperative: string,
      state: ProposalState | null,
      { first, after }: PageRequest,
    ): Promise<Proposal[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative }, (tx) =>
        proposalsOf(tx, cooperative, state, before, first + 1),
      );
    },
  };
}
