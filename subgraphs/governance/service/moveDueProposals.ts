import type { Store } from '../../kit/store/store.js';
import type { ProposalState } from '../domain/proposalState.js';
import { dueProposals } from '../store/proposalStore.js';
import { closeProposal } from './closeProposal.js';
import type { OneProposal } from './closeProposal.js';
import { enactProposal } from './enactProposal.js';
import { expireProposal } from './expireProposal.js';

/**
 * Does what the clock has made due in any co-op: counts, enacts, expires. Each proposal moves in a transaction of
 * its own, so one that fails holds up no other.
 *
 * @throws AggregateError after the round, with what failed in it; the next round tries those again.
 */
export function moveDueProposals(store: Store) {
  const move: Partial<Record<ProposalState, (proposal: OneProposal) => Promise<boolean>>> = {
    OPENING: expireProposal(store),
    OPEN: closeProposal(store),
    QUEUED: enactProposal(store),
  };
  return async (): Promise<void> => {
    const failures: unknown[] = [];
    const due = await store.transaction({ reader: 'scheduler' }, (tx) => dueProposals(tx, tx.now));
    for (const proposal of due) {
      await move[proposal.state]?.(proposal).catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0)
      throw new AggregateError(failures, `${failures.length} proposals could not be moved`);
  };
}
