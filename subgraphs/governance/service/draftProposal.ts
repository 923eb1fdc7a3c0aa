import { OpeningRequested } from '../../kit/contracts/entries/governance.js';
import type { Tx } from '../../kit/store/tx.js';
import { newId } from '../../kit/domain/ids.js';
import type { DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import type { Charter } from '../domain/charter.js';
import { digestOfEffect } from '../domain/effect.js';
import type { Effect } from '../../kit/contracts/effects.js';
import type { Table } from '../../kit/contracts/licenceTerms.js';
import { optionsFor } from '../domain/options.js';
import type { Proposal } from '../domain/proposal.js';
import { insertProposal } from '../store/proposalStore.js';
import { BY_ITSELF, journalSubmitted } from './journalEntries.js';
import type { Actor } from './journalEntries.js';

export interface Draft {
  cooperative: string;
  title: string;
  body: string;
  proposer: string | null;
  effect: Effect;
  /** What a licence's digests stand for, which they do: whoever drafts has looked. */
  terms?: Table;
  decideBy: Date | null;
}

/** A proposal as it is born: numbered, digested, with its ballot paper, under the rule of that charter. */
export function newProposal(draft: Draft, charter: Charter, rule: DecisionRuleTerms, now: Date): Proposal {
  return {
    ...draft,
    id: newId('prp'),
    kind: draft.effect.kind,
    charterVersion: charter.version,
    rule,
    options: optionsFor(draft.effect, () => newId('opt')),
    effectDigest: digestOfEffect(draft.effect),
    terms: draft.terms ?? null,
    submittedAt: now,
    electorate: null,
    opensAt: null,
    closesAt: null,
    closedAt: null,
    outcome: null,
    enactableAt: null,
    enactedAt: null,
    refusedAt: null,
    cancelledAt: null,
    expiredAt: null,
    reason: null,
    tally: null,
  };
}

/** Keeps a new proposal, and asks membership to fix its electorate: voting opens when that answer comes. */
export async function fileProposal(tx: Tx, proposal: Proposal, by: Actor): Promise<void> {
  const { id, kind, cooperative } = proposal;
  await insertProposal(tx, proposal);
  journalSubmitted(tx, proposal, by);
  tx.append(OpeningRequested, { cooperative, ...BY_ITSELF, private: { proposal: id, kind } });
}
