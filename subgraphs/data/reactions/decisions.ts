import * as governance from '../../kit/contracts/entries/governance.js';
import { on } from '../../kit/journal/reaction.js';
import type { Reaction } from '../../kit/journal/reaction.js';
import { linkProposal, recordDecision, recordRefusal } from '../service/recordDecision.js';

/** Why a licence ends whose vote did not pass. One that came too late is among the rejected. */
const REFUSALS = [
  { refused: governance.ProposalRejected, reason: 'REJECTED_BY_VOTE' },
  { refused: governance.ProposalCancelled, reason: 'VOTE_CANCELLED' },
] as const;

/** What becomes of the votes on licences; votes on anything else are no matter of data's. */
export const decisions: Reaction[] = [
  on(
    governance.ProposalSubmitted,
    ['proposal', 'effect'],
    async (tx, { proposal, effect }, { cooperative }) => {
      if (effect.kind === 'LICENCE') await linkProposal(tx, cooperative, { proposal, effect });
    },
  ),
  on(governance.ProposalEnacted, ['proposal', 'effect'], async (tx, { proposal, effect }, heard) => {
    if (effect.kind === 'LICENCE') await recordDecision(tx, heard, { proposal, effect });
  }),
  ...REFUSALS.map(({ refused, reason }) =>
    on(refused, ['proposal', 'effect'], async (tx, { proposal, effect }, { cooperative }) => {
      if (effect.kind === 'LICENCE') await recordRefusal(tx, cooperative, { proposal, effect }, reason);
    }),
  ),
];
