import type { Tx } from '../../kit/store/tx.js';
import type { CooperativeId } from '../domain/member.js';
import { banEnd, end } from '../domain/suspension.js';
import { forgetBans, keepBan } from '../store/banStore.js';
import { nullifierOf } from '../store/memberStore.js';
import { runningSuspension, saveSuspension } from '../store/suspensionStore.js';
import type { BanMarks } from './ports.js';

/**
 * A member who may be suspended leaves: their suspension ends with the membership, and what is left of it is a mark of the
 * person, so that they do not come back clean. It outlives their erasure and says nothing else. Call it with the co-op
 * locked, before the member leaves.
 */
export async function banLeaver(
  tx: Tx,
  bans: BanMarks,
  cooperativeId: string,
  memberId: string,
): Promise<void> {
  const running = await runningSuspension(tx, cooperativeId, memberId);
  if (!running?.endsAt) return;
  await saveSuspension(tx, end(running, 'LEFT', tx.now));
  await forgetBans(tx, cooperativeId);
  const nullifier = await nullifierOf(tx, cooperativeId, memberId);
  if (!nullifier) return;
  const mark = bans.of(cooperativeId as CooperativeId, nullifier);
  await keepBan(tx, cooperativeId, { mark, endsAt: banEnd(running.endsAt) });
}
