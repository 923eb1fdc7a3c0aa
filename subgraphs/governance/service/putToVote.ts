import assert from 'node:assert/strict';
import type { Tx } from '../../kit/store/tx.js';
import type { DecisionRuleTerms } from '../../kit/contracts/charterTerms.js';
import { ruleFor } from '../domain/charter.js';
import { advance } from '../domain/proposal.js';
import { currentCharter } from '../store/charterStore.js';
import { insertProposal } from '../store/proposalStore.js';
import { fileProposal, newProposal } from './draftProposal.js';
import type { Draft } from './draftProposal.js';
import { BY_ITSELF, journalRejected } from './journalEntries.js';

/** What stands in a proposal that no rule governs; it is refused before anyone could vote under it. */
const UNANIMITY: Omit<DecisionRuleTerms, 'kind'> = {
  method: 'SINGLE',
  quorumBp: 10_000,
  threshold: { numerator: 1, denominator: 1 },
  votingPeriodSeconds: 60,
  timelockSeconds: 0,
};

/**
 * Files a proposal that another service's journal asked for. If the charter has no rule for it, or it was found wrong
 * already, the refusal is filed instead, so that whoever asked gets an answer.
 *
 * @param fault - why nobody may vote on it: a code and a sentence; null for none.
 */
export async function putToVote(
  tx: Tx,
  asked: Omit<Draft, 'proposer'>,
  fault: string | null = null,
): Promise<void> {
  const draft = { ...asked, proposer: null };
  const charter = await currentCharter(tx, draft.cooperative);
  assert(charter, `co-op ${draft.cooperative} asks for a vote before its charter`);
  const rule = ruleFor(charter.terms, draft.effect.kind);
  if (rule && !fault) return fileProposal(tx, newProposal(draft, charter, rule, tx.now), BY_ITSELF);
  const { kind } = draft.effect;
  const proposal = newProposal(draft, charter, rule ?? { kind, ...UNANIMITY }, tx.now);
  const reason = fault ?? `KIND_NOT_IN_CHARTER: the charter has no rule for ${kind}.`;
  const refused = advance(proposal, { refusedAt: tx.now, reason });
  await insertProposal(tx, refused);
  journalRejected(tx, refused);
}
