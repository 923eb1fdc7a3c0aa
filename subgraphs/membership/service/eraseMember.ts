import { MemberErased } from '../../kit/contracts/entries/membership.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import type { Tx } from '../../kit/store/tx.js';
import { snapshotOf } from '../domain/member.js';
import { erasePerson, findMembers } from '../store/memberStore.js';
import { forgetNotifications } from '../store/notificationStore.js';
import { forgetRecoveries } from '../store/recoveryStore.js';
import { forgetSuspensions } from '../store/suspensionStore.js';

/**
 * Membership's part of an erasure: the name, the attestation, the notifications, and the private parts of what was
 * journalled about the member. The DID stays: it is the pseudonym under which past electorates know them. Somebody
 * who stays a member keeps what a membership consists of: the DID, the standing, the keys, and the nullifier that
 * makes them one; the entry says it anew, for services that had not read it yet.
 */
export async function eraseMember(tx: Tx, cooperativeId: string, memberId: string): Promise<void> {
  const [member] = await findMembers(tx, cooperativeId, [memberId]);
  if (!member) return;
  await erasePerson(tx, cooperativeId, memberId);
  await forgetRecoveries(tx, cooperativeId, memberId);
  await forgetSuspensions(tx, cooperativeId, memberId, { stays: member.standing !== 'EXITED' });
  await forgetNotifications(tx, member.did);
  await erasePrivateParts(tx, memberId, member.did);
  const about = { cooperative: cooperativeId, actorRole: 'SERVICE' } as const;
  if (member.standing === 'EXITED') {
    tx.append(MemberErased, { ...about, private: { memberId, forgotten: memberId } });
    return;
  }
  // About them, so that it goes when they leave.
  const standing = snapshotOf(member, tx.now);
  tx.append(MemberErased, { ...about, subject: memberId, private: { memberId, standing } });
}
