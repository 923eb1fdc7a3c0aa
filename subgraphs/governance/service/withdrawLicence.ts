import type { Tx } from '../../kit/store/tx.js';
import { advance } from '../domain/proposal.js';
import { holdLicenceProposal, saveProposal } from '../store/proposalStore.js';
import { BY_ITSELF, journalCancelled } from './journalEntries.js';

/** Cancels the vote on a licence whose acceptance is gone: a counter-offer lies on the table instead. */
export async function withdrawLicence(
  tx: Tx,
  cooperative: string,
  licence: string,
  offerDigest: string,
): Promise<void> {
  const proposal = await holdLicenceProposal(tx, cooperative, licence);
  if (proposal?.effect.kind !== 'LICENCE' || proposal.effect.offerDigest !== offerDigest) return;
  const reason = 'ACCEPTANCE_CANCELLED: the offer that was accepted is no longer on the table.';
  const cancelled = advance(proposal, { cancelledAt: tx.now, reason });
  await saveProposal(tx, cancelled);
  journalCancelled(tx, cancelled, BY_ITSELF);
}
