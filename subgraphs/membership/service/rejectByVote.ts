import { MemberRejected } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/tx.js';
import { reject } from '../domain/member.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { isApplicant } from './admission.js';
import { changeMember } from './changeMember.js';
import { SERVICE } from './journalling.js';

/** The members did not decide to admit an applicant, who may apply again. */
export async function rejectByVote(
  tx: Tx,
  cooperativeId: string,
  memberId: string,
  proposalId: string,
): Promise<void> {
  await lockCooperative(tx, cooperativeId);
  if (!(await isApplicant(tx, cooperativeId, memberId))) return;
  await changeMember(tx, {
    cooperativeId,
    memberId,
    entry: MemberRejected,
    actor: SERVICE,
    by: reject,
    says: { proposal: proposalId },
  });
}
