import type { EffectOf } from '../../kit/contracts/effects.js';
import type { Tx } from '../../kit/store/tx.js';
import { advance } from '../domain/proposal.js';
import type { Proposal } from '../domain/proposal.js';
import { stateOf } from '../domain/proposalState.js';
import { holdProposal, saveProposal } from '../store/proposalStore.js';
import { BY_ITSELF, journalCancelled } from './journalEntries.js';

/** The members took a decision back. One that ended in another way meanwhile stays as it is. */
export async function carryCancellation(
  tx: Tx,
  { id, cooperative }: Proposal,
  effect: EffectOf<'CANCELLATION'>,
): Promise<void> {
  const target = await holdProposal(tx, cooperative, effect.proposal, 'UPDATE');
  if (!target || stateOf(target) !== 'QUEUED') return;
  const reason = `CANCELLED_BY_VOTE: the members took this decision back (${id}).`;
  const cancelled = advance(target, { cancelledAt: tx.now, reason });
  await saveProposal(tx, cancelled);
  journalCancelled(tx, cancelled, BY_ITSELF);
}
