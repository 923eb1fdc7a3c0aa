import { randomBytes } from 'node:crypto';
import { ProposalOpened } from '../../kit/contracts/entries/governance.js';
import type { Tx } from '../../kit/store/tx.js';
import { purposeRefusal } from '../domain/charter.js';
import { electorateTree } from '../domain/electorate.js';
import type { Elector } from '../domain/electorate.js';
import { advance, windowOf } from '../domain/proposal.js';
import type { FixedElectorate, Proposal } from '../domain/proposal.js';
import { stateOf } from '../domain/proposalState.js';
import { currentCharter } from '../store/charterStore.js';
import { insertElectorate } from '../store/electorStore.js';
import { holdProposal, saveProposal } from '../store/proposalStore.js';
import { BY_ITSELF, journalRejected } from './journalEntries.js';

export interface OpenProposal {
  cooperative: string;
  proposal: string;
  electorate: FixedElectorate;
  members: readonly Elector[];
}

const PSEUDONYM_BYTES = 16;

/**
 * Opens the vote on the electorate that membership fixed, or records why it cannot be opened: the electorate is not
 * the one that its root commits to, the charter forbids the effect, or the decision would come after `decideBy`.
 * A proposal that was cancelled meanwhile stays so.
 */
export async function openProposal(
  tx: Tx,
  { cooperative, electorate, members, ...asked }: OpenProposal,
): Promise<void> {
  const proposal = await holdProposal(tx, cooperative, asked.proposal, 'UPDATE');
  if (!proposal || stateOf(proposal) !== 'OPENING') return;
  const tree = electorateTree(members);
  const whole = new Set(members.map((member) => member.memberId)).size === electorate.size;
  if (tree.root !== electorate.root || members.length !== electorate.size || !whole) {
    const reason =
      'ELECTORATE_MISMATCH: the members are not those that the root of the electorate commits to.';
    return reject(tx, advance(proposal, { refusedAt: tx.now, reason }));
  }
  const refusal = await charterRefusal(tx, proposal);
  if (refusal) return reject(tx, advance(proposal, { refusedAt: tx.now, reason: refusal }));
  const { closesAt, enactableAt } = windowOf(proposal.rule, tx.now);
  if (proposal.decideBy && enactableAt >= proposal.decideBy) {
    const reason = `DECIDE_BY_PASSED: a vote that opens now could be enacted at ${enactableAt.toISOString()} only.`;
    return reject(tx, advance(proposal, { expiredAt: tx.now, reason }));
  }
  const opened = advance(proposal, { electorate, opensAt: tx.now, closesAt });
  await saveProposal(tx, opened);
  const named = tree.electors.map((elector) => ({
    memberId: elector.memberId,
    did: elector.did,
    leafHash: Buffer.from(elector.leafHash),
    pseudonym: randomBytes(PSEUDONYM_BYTES).toString('hex'),
  }));
  await insertElectorate(tx, cooperative, proposal.id, named);
  tx.append(ProposalOpened, {
    cooperative,
    ...BY_ITSELF,
    public: { effect: proposal.effectDigest, electorate: electorate.root },
    private: {
      proposal: proposal.id,
      kind: proposal.kind,
      title: proposal.title,
      opensAt: tx.now.toISOString(),
      closesAt: closesAt.toISOString(),
    },
  });
}

/** Why the charter in force forbids this effect, or null. Only licences have a purpose to judge. */
export async function charterRefusal(tx: Tx, { cooperative, effect }: Proposal): Promise<string | null> {
  if (effect.kind !== 'LICENCE') return null;
  const charter = await currentCharter(tx, cooperative);
  return charter ? purposeRefusal(charter.terms, effect.purpose) : 'NO_CHARTER: this co-op has no charter.';
}

async function reject(tx: Tx, proposal: Proposal): Promise<void> {
  await saveProposal(tx, proposal);
  journalRejected(tx, proposal);
}
