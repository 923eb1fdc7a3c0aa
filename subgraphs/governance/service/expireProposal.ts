import type { Store } from '../../kit/store/store.js';
import { advance } from '../domain/proposal.js';
import { stateOf } from '../domain/proposalState.js';
import { claimProposal, saveProposal } from '../store/proposalStore.js';
import type { OneProposal } from './closeProposal.js';
import { journalRejected } from './journalEntries.js';

/**
 * Gives up a proposal whose vote has not even opened when its decision was due.
 *
 * @returns whether this call did it.
 */
export function expireProposal(store: Store) {
  return ({ cooperative, id }: OneProposal): Promise<boolean> =>
    store.transaction({ cooperative }, async (tx) => {
      const proposal = await claimProposal(tx, cooperative, id);
      if (!proposal?.decideBy || stateOf(proposal) !== 'OPENING' || tx.now < proposal.decideBy) return false;
      const reason = 'DECIDE_BY_PASSED: the vote had not opened by then.';
      const expired = advance(proposal, { expiredAt: tx.now, reason });
      await saveProposal(tx, expired);
      journalRejected(tx, expired);
      return true;
    });
}
