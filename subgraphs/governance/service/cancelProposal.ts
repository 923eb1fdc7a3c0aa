import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireTakeable } from '../domain/cancellation.js';
import { advance } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { hasBallots } from '../store/ballotStore.js';
import { charterVersion } from '../store/charterStore.js';
import { holdProposal, saveProposal } from '../store/proposalStore.js';
import { journalCancelled } from './journalEntries.js';

export interface CancelProposal {
  proposal: string;
  /** Why, in the words of who cancels; it is published. */
  reason: string;
}

const REASON_LENGTH_MAX = 500;

/**
 * Takes a proposal back, which only its proposer may, and only while nobody has voted.
 *
 * @throws BAD_USER_INPUT for the id, NOT_FOUND, UNAUTHENTICATED, FORBIDDEN, BAD_USER_INPUT for the reason, FORBIDDEN
 *   unless the proposer, PROPOSAL_NOT_CANCELLABLE, in this order.
 */
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
      // Held alone: no ballot is written between looking for one and the end of this transaction.
      const proposal = await holdProposal(tx, cooperative, input.proposal, 'UPDATE');
      if (!proposal) throw COMMON.NOT_FOUND.raise('There is no such proposal.', { id: input.proposal });
      if (proposal.proposer !== member.memberId) {
        throw COMMON.FORBIDDEN.raise('Only its proposer may take a proposal back.');
      }
      const { terms } = await charterVersion(tx, cooperative, proposal.charterVersion);
      requireTakeable(proposal, {
        hasBallots: await hasBallots(tx, cooperative, proposal.id),
        isSteward: member.holds('STEWARD'),
        terms,
      });
      const cancelled = advance(proposal, { cancelledAt: tx.now, reason: `CANCELLED: ${reason}` });
      await saveProposal(tx, cancelled);
      journalCancelled(tx, cancelled, { actorRole: 'MEMBER', actor: member.did });
      return cancelled;
    });
  };
}
