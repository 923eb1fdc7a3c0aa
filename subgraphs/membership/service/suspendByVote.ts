import type { EffectOf } from '../../kit/contracts/effects.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import type { CooperativeId } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findMembers } from '../store/memberStore.js';
import { insertSuspension } from '../store/suspensionStore.js';
import { SERVICE } from './journalling.js';
import { beginSuspension } from './suspending.js';

/** The members decided to suspend one of them. Who has left or is suspended already stays as they are. */
export async function suspendByVote(
  tx: Tx,
  cooperativeId: string,
  effect: EffectOf<'SUSPENSION'>,
  proposalId: string,
): Promise<void> {
  await lockCooperative(tx, cooperativeId);
  const [member] = await findMembers(tx, cooperativeId, [effect.member]);
  if (member?.standing !== 'ADMITTED') return;
  const suspension = {
    id: newId('sus'),
    cooperativeId: cooperativeId as CooperativeId,
    memberId: member.id,
    reason: `As the members decided: ${proposalId}.`,
    days: effect.days,
    decidedBy: 'MEMBERS' as const,
    proposedBy: null,
    proposedAt: tx.now,
    lapsesAt: null,
    confirmedBy: null,
    begunAt: null,
    endsAt: null,
    endedAt: null,
    ending: null,
  };
  await insertSuspension(tx, suspension);
  await beginSuspension(tx, suspension, null, SERVICE);
}
