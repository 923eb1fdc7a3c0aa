import type { EffectOf } from '../../kit/contracts/effects.js';
import type { Tx } from '../../kit/store/tx.js';
import { liftBan } from '../store/banStore.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findMembers, nullifierOf } from '../store/memberStore.js';
import { lastEnded, runningSuspension } from '../store/suspensionStore.js';
import { SERVICE } from './journalling.js';
import type { BanMarks } from './ports.js';
import { endSuspension } from './suspending.js';

/**
 * The members granted an appeal: the suspension that it is about ends, and so does the ban of somebody who has left
 * meanwhile. A later suspension is another question.
 */
export function reinstateByVote(bans: BanMarks) {
  return async (tx: Tx, cooperativeId: string, effect: EffectOf<'REINSTATEMENT'>): Promise<void> => {
    await lockCooperative(tx, cooperativeId);
    const { member: memberId, suspension } = effect;
    const [member] = await findMembers(tx, cooperativeId, [memberId]);
    if (!member) return;
    if (member.standing === 'SUSPENDED') {
      const running = await runningSuspension(tx, cooperativeId, memberId);
      if (running?.id !== suspension) return;
      await endSuspension(tx, { cooperativeId, memberId, ending: 'MEMBERS', actor: SERVICE });
      return;
    }
    const last = await lastEnded(tx, cooperativeId, memberId);
    const nullifier = await nullifierOf(tx, cooperativeId, memberId);
    if (last?.id === suspension && last.ending === 'LEFT' && nullifier) {
      await liftBan(tx, cooperativeId, bans.of(member.cooperativeId, nullifier));
    }
  };
}
