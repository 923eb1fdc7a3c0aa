import type { Tx } from '../../kit/store/tx.js';
import { lockCooperative } from '../store/cooperativeStore.js';
import { enterMembers, isApplicant } from './admission.js';
import { SERVICE } from './journalling.js';
import type { CredentialIssuer } from './ports.js';

/** The members decided to admit an applicant. Who has withdrawn or was admitted meanwhile stays as they are. */
export function admitByVote(issuer: CredentialIssuer) {
  const enter = enterMembers(issuer);
  return async (tx: Tx, cooperativeId: string, memberId: string): Promise<void> => {
    const cooperative = await lockCooperative(tx, cooperativeId);
    if (!(await isApplicant(tx, cooperativeId, memberId))) return;
    await enter(tx, { cooperative, memberIds: [memberId], actor: SERVICE });
  };
}
