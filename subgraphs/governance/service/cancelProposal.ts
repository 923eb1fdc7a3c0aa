import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { advance, requireCancellable } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { holdProposal, saveProposal } from '../store/proposalStore.js';
import { journalCancelled } from './journalEntries.js';
import type { Actor } from './journalEntries.js';

export interface CancelProposal {
  proposal: string;
  /** Why, in the words of who cancels; it is published. */
  reason: string;
}

const REASON_LENGTH_MAX = 500;

/** @throws NOT_FOUND, BAD_USER_INPUT, FORBIDDEN unless proposer or steward, PROPOSAL_NOT_CANCELLABLE */
export function cancelProposal(store: Store) {
  return async (viewer: Viewer, input: CancelProposal): Promise<Proposal> => {
    const cooperative = await store.home(requireId('prp', input.proposal));
    const member = await viewer.requireMember(cooperative);
    const reason = input.reason.trim();
    if (reason.length < 1 || reason.length > REASON_LENGTH_MAX) {
      throw COMMON.BAD_USER_INPUT.raise(`A reason has 1 to ${REASON_LENGTH_MAX} characters.`, {
        field: 'reason',
      });
    }
    return store.transaction({ cooperative }, async (tx) => {
      const proposal = await holdProposal(tx, cooperative, input.proposal, 'UPDATE');
      if (!proposal) throw COMMON.NOT_FOUND.raise('There is no such proposal.', { id: input.proposal });
      const isSteward = member.holds('STEWARD');
      if (!isSteward && proposal.proposer !== member.memberId) {
        throw COMMON.FORBIDDEN.raise('Only its proposer and stewards may cancel a proposal.');
      }
      requireCancellable(proposal, isSteward ? 'STEWARD' : 'PROPOSER');
      const cancelled = advance(proposal, { cancelledAt: tx.now, reason: `CANCELLED: ${reason}` });
      await saveProposal(tx, cancelled);
      const by: Actor = { actorRole: isSteward ? 'STEWARD' : 'MEMBER', actor: member.did };
      journalCancelled(tx, cancelled, by);
      return cancelled;
    });
  };
}
