import type { Tx } from '../../kit/store/store.js';
import { outstanding } from '../domain/departure.js';
import type { LettingGo } from '../domain/departure.js';
import { finishLeaving } from '../domain/member.js';
import { noteDeparture } from '../store/departureStore.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { findMembers, finishErasure } from '../store/memberStore.js';
import { changeMember } from './changeMember.js';
import { SERVICE } from './journalling.js';

/** A service has let go of a member who leaves; when all have, the membership has ended. */
export async function letGo(
  tx: Tx,
  cooperative: string,
  memberId: string,
  service: LettingGo,
): Promise<void> {
  // Two services' journals are read at once: the lock lets the second see what the first noted.
  await lockCooperative(tx, cooperative);
  const [member] = await findMembers(tx, cooperative, [memberId]);
  if (member?.standing !== 'EXITING') return;
  if (outstanding(await noteDeparture(tx, cooperative, memberId, service)).length > 0) return;
  await changeMember(tx, {
    cooperative,
    memberId,
    type: 'MemberExited',
    actor: SERVICE,
    by: finishLeaving,
    values: { memberId },
  });
  await finishErasure(tx, cooperative, memberId);
}
