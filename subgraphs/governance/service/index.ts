import type { Store } from '../../kit/store/store.js';
import { cancelProposal } from './cancelProposal.js';
import { castBallot } from './castBallot.js';
import { delegateVote } from './delegateVote.js';
import { moveDueProposals } from './moveDueProposals.js';
import { readCharters } from './readCharters.js';
import { readEvidence } from './readEvidence.js';
import { readOwn } from './readOwn.js';
import { readProposals } from './readProposals.js';
import { revokeDelegation } from './revokeDelegation.js';
import { submitProposal } from './submitProposal.js';

/** The use cases of governance, on their store. */
export function governanceServices(store: Store) {
  return {
    submitProposal: submitProposal(store),
    castBallot: castBallot(store),
    cancelProposal: cancelProposal(store),
    delegateVote: delegateVote(store),
    revokeDelegation: revokeDelegation(store),
    moveDueProposals: moveDueProposals(store),
    charters: readCharters(store),
    proposals: readProposals(store),
    evidence: readEvidence(store),
    own: readOwn(store),
  };
}

export type GovernanceServices = ReturnType<typeof governanceServices>;
