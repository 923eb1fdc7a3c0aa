import { MemberExited } from '../../kit/contracts/entries/membership.js';
import { applyProjection } from '../../kit/identity/projection.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import type { Tx } from '../../kit/store/tx.js';
import { outstanding } from '../domain/departure.js';
import type { LettingGo } from '../domain/departure.js';
import { finishLeaving, snapshotOf } from '../domain/member.js';
import { forgetDeparture, noteDeparture } from '../store/departureStore.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findMembers, finishErasure, lockMember, updateMembers } from '../store/memberStore.js';
import { forgetNotifications } from '../store/notificationStore.js';
import { forgetRecoveries } from '../store/recoveryStore.js';
import { forgetSuspensions } from '../store/suspensionStore.js';
import { changeMember } from './changeMember.js';
import { SERVICE } from './journalling.js';

/** A service has let go of a member who leaves; when all have, the membership has ended. */
export async function completeExit(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  service: LettingGo,
): Promise<void> {
  // Two services' journals are read at once: the lock lets the second see what the first noted.
  await lockCooperative(tx, cooperativeId);
  const [member] = await findMembers(tx, cooperativeId, [memberId]);
  if (member?.standing !== 'EXITING') return;
  if (outstanding(await noteDeparture(tx, cooperativeId, memberId, service)).length > 0) return;
  if (await finishErasure(tx, cooperativeId, memberId)) return forget(tx, cooperativeId, memberId);
  await changeMember(tx, {
    cooperativeId,
    memberId,
    entry: MemberExited,
    actor: SERVICE,
    by: finishLeaving,
    says: { memberId },
  });
}

/**
 * Whoever was erased before they left goes without a snapshot of who they are, and takes along what was journalled of
 * their leaving, and what they were told since the erasure. Here their DID stays, as an erasure leaves it.
 */
async function forget(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const before = await lockMember(tx, cooperativeId, memberId);
  const after = finishLeaving(before, tx.now);
  await updateMembers(tx, cooperativeId, [{ before, after }]);
  await applyProjection(tx, cooperativeId, { standing: snapshotOf(after, tx.now) });
  await forgetDeparture(tx, cooperativeId, memberId);
  await forgetRecoveries(tx, cooperativeId, memberId);
  await forgetSuspensions(tx, cooperativeId, memberId, { stays: false });
  await forgetNotifications(tx, after.did);
  await erasePrivateParts(tx, memberId, after.did);
  tx.append(MemberExited, {
    cooperative: cooperativeId,
    actorRole: 'SERVICE',
    private: { memberId, forgotten: memberId },
  });
}
