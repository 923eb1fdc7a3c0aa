import type { Append } from '../../kit/journal/entry.js';
import type { Charter } from '../domain/charter.js';
import type { Proposal } from '../domain/proposal.js';

/** Who acted, for an entry about a proposal. */
export type Actor = Pick<Append, 'actorRole' | 'actor'>;

/** The service itself: by the clock, or because another service's journal said so. */
export const BY_ITSELF: Actor = { actorRole: 'SERVICE' };

/** An entry about a proposal as a whole. Others tell whose licence or application it was by the effect. */
function aboutProposal(type: string, proposal: Proposal, by: Actor, more: Record<string, unknown>): Append {
  const { id, kind, effect, effectDigest, cooperative } = proposal;
  return {
    type,
    cooperative,
    ...by,
    digests: { effect: effectDigest },
    values: { proposal: id, kind, effect, effectDigest, ...more },
  };
}

export function proposalSubmitted(proposal: Proposal, by: Actor): Append {
  return aboutProposal('ProposalSubmitted', proposal, by, {
    title: proposal.title,
    proposer: proposal.proposer,
    charterVersion: proposal.charterVersion,
  });
}

/** Decided against the proposal without or by a count, or too late. */
export function proposalRejected(proposal: Proposal): Append {
  return aboutProposal('ProposalRejected', proposal, BY_ITSELF, { reason: proposal.reason });
}

export function proposalCancelled(proposal: Proposal, by: Actor): Append {
  return aboutProposal('ProposalCancelled', proposal, by, { reason: proposal.reason });
}

export function charterEnacted(charter: Charter, termsDigest: string, proposal: string | null): Append {
  const { id, cooperative, version, terms, effectiveAt } = charter;
  return {
    type: 'CharterEnacted',
    cooperative,
    ...BY_ITSELF,
    digests: { terms: termsDigest },
    values: { charter: id, version, terms, effectiveAt: effectiveAt.toISOString(), proposal },
  };
}
