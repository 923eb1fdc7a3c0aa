import type { Tx } from '../../kit/store/tx.js';
import { advance } from '../domain/proposal.js';
import { holdAdmissionProposal, saveProposal } from '../store/proposalStore.js';
import { BY_ITSELF, journalCancelled } from './journalEntries.js';

/** Cancels the vote on an applicant who has withdrawn: another application is another question. */
export async function withdrawAdmission(tx: Tx, cooperative: string, memberId: string): Promise<void> {
  const proposal = await holdAdmissionProposal(tx, cooperative, memberId);
  if (!proposal) return;
  const reason = 'APPLICATION_WITHDRAWN: the applicant has withdrawn.';
  const cancelled = advance(proposal, { cancelledAt: tx.now, reason });
  await saveProposal(tx, cancelled);
  journalCancelled(tx, cancelled, BY_ITSELF);
}
