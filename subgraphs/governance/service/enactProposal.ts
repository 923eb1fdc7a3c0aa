import { ProposalEnacted } from '../../kit/contracts/entries/governance.js';
import { digestOf } from '../../kit/domain/canonical.js';
import { newId } from '../../kit/domain/ids.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { amended } from '../domain/charter.js';
import type { Charter } from '../domain/charter.js';
import type { EffectOf } from '../../kit/contracts/effects.js';
import { advance, elected } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { stateOf } from '../domain/proposalState.js';
import { charterVersion, holdCurrentCharter, insertCharter } from '../store/charterStore.js';
import { claimProposal, isChallenged, saveProposal } from '../store/proposalStore.js';
import { carryCancellation } from './carryCancellation.js';
import type { OneProposal } from './closeProposal.js';
import { charterRefusal } from './openProposal.js';
import { BY_ITSELF, journalCharter, journalRejected } from './journalEntries.js';

/**
 * Executes what was decided, once the timelock has run out: a charter changes here, everything else is done by the
 * services that read ProposalEnacted. What may no longer be done is refused or expires, with the reason.
 *
 * @returns whether this call moved the proposal.
 */
export function enactProposal(store: Store) {
  return ({ cooperative, id }: OneProposal): Promise<boolean> =>
    store.transaction({ cooperative }, async (tx) => {
      const proposal = await claimProposal(tx, cooperative, id);
      if (!proposal?.enactableAt || stateOf(proposal) !== 'QUEUED' || tx.now < proposal.enactableAt)
        return false;
      // The members are asked whether to take this back: their answer comes first, however late a worker comes to it.
      if (await isChallenged(tx, cooperative, id)) return false;
      // Held, so that no other enactment changes the charter between looking at it and laying the next upon it.
      const charter = await holdCurrentCharter(tx, cooperative);
      const barred = await barredProposal(tx, proposal);
      if (barred) {
        await saveProposal(tx, barred);
        journalRejected(tx, barred);
        return true;
      }
      const { effect } = proposal;
      const amends = effect.kind === 'CHARTER_AMENDMENT' || effect.kind === 'REVENUE_POLICY';
      const next = amends ? await amendCharter(tx, effect, charter, proposal) : charter;
      if (next) await enact(tx, proposal, next);
      return true;
    });
}

async function barredProposal(tx: Tx, proposal: Proposal): Promise<Proposal | null> {
  // A vote to cancel ended in time, and what it is about has waited for it.
  const isInTime = proposal.kind === 'CANCELLATION';
  if (!isInTime && proposal.decideBy && tx.now >= proposal.decideBy) {
    const reason = `DECIDE_BY_PASSED: the acceptance stood until ${proposal.decideBy.toISOString()}.`;
    return advance(proposal, { expiredAt: tx.now, reason });
  }
  const reason = await charterRefusal(tx, proposal);
  return reason ? advance(proposal, { refusedAt: tx.now, reason }) : null;
}

/** The next version of the charter, or null when the proposal had to expire because the charter moved on. */
async function amendCharter(
  tx: Tx,
  effect: EffectOf<'CHARTER_AMENDMENT'> | EffectOf<'REVENUE_POLICY'>,
  current: Charter,
  proposal: Proposal,
): Promise<Charter | null> {
  const base = await charterVersion(tx, proposal.cooperative, effect.baseVersion);
  const result = amended(effect, base, current);
  if ('refusal' in result) {
    const expired = advance(proposal, { expiredAt: tx.now, reason: result.refusal });
    await saveProposal(tx, expired);
    journalRejected(tx, expired);
    return null;
  }
  const { cooperative } = proposal;
  const version = current.version + 1;
  const next: Charter = { id: newId('chr'), cooperative, version, terms: result.terms, effectiveAt: tx.now };
  journalCharter(tx, next, await insertCharter(tx, next, proposal.id), proposal.id);
  return next;
}

async function enact(tx: Tx, proposal: Proposal, charter: Charter): Promise<void> {
  const enacted = advance(proposal, { enactedAt: tx.now });
  await saveProposal(tx, enacted);
  const { effect } = proposal;
  if (effect.kind === 'CANCELLATION') await carryCancellation(tx, proposal, effect);
  tx.append(ProposalEnacted, {
    cooperative: proposal.cooperative,
    ...BY_ITSELF,
    public: { effect: proposal.effectDigest, tally: digestOf(proposal.tally) },
    private: {
      proposal: proposal.id,
      kind: proposal.kind,
      effect: effect.kind === 'ELECTION' ? { ...effect, elected: elected(proposal) } : effect,
      effectDigest: proposal.effectDigest,
      charterVersion: charter.version,
    },
  });
}
