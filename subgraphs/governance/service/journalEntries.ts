import * as entries from '../../kit/contracts/entries/governance.js';
import type { ActorRole } from '../../kit/contracts/entry.js';
import type { Tx } from '../../kit/store/tx.js';
import type { Charter } from '../domain/charter.js';
import type { Proposal } from '../domain/proposal.js';

/** Who acted, for an entry about a proposal. */
export interface Actor {
  readonly actorRole: ActorRole;
  readonly actor?: string;
}

/** The service itself: by the clock, or because another service's journal said so. */
export const BY_ITSELF: Actor = { actorRole: 'SERVICE' };

/** What every entry about a proposal as a whole says. Others tell whose licence or application it was by the effect. */
function aboutProposal({ id, kind, effect, effectDigest }: Proposal) {
  return { proposal: id, kind, effect, effectDigest };
}

export function journalSubmitted(tx: Tx, proposal: Proposal, by: Actor): void {
  const { cooperative, effectDigest, title, proposer, charterVersion } = proposal;
  tx.append(entries.ProposalSubmitted, {
    cooperative,
    ...by,
    public: { effect: effectDigest },
    private: { ...aboutProposal(proposal), title, proposer, charterVersion },
  });
}

/** Decided against the proposal without or by a count, or too late. */
export function journalRejected(tx: Tx, proposal: Proposal): void {
  const { cooperative, effectDigest, reason } = proposal;
  tx.append(entries.ProposalRejected, {
    cooperative,
    ...BY_ITSELF,
    public: { effect: effectDigest },
    private: { ...aboutProposal(proposal), reason },
  });
}

export function journalCancelled(tx: Tx, proposal: Proposal, by: Actor): void {
  const { cooperative, effectDigest, reason } = proposal;
  tx.append(entries.ProposalCancelled, {
    cooperative,
    ...by,
    public: { effect: effectDigest },
    private: { ...aboutProposal(proposal), reason },
  });
}

/** @param proposal - the vote that it came of; null for the founding charter. */
export function journalCharter(tx: Tx, charter: Charter, termsDigest: string, proposal: string | null): void {
  const { id, cooperative, version, terms, effectiveAt } = charter;
  tx.append(entries.CharterEnacted, {
    cooperative,
    ...BY_ITSELF,
    public: { terms: termsDigest },
    private: { charter: id, version, terms, effectiveAt: effectiveAt.toISOString(), proposal },
  });
}
