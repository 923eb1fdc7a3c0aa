import type { Tx } from '../../kit/store/store.js';
import type { AdmissionPolicy } from '../domain/cooperative.js';
import { lockCooperative, saveAdmission } from '../store/cooperativeStore.js';
import { lockUnasked, updateMembers } from '../store/memberStore.js';
import { SERVICE, journalApplication } from './journalling.js';

/**
 * Follows the charter in what it says of admission. Where it now has the members decide, they are asked about
 * the applications that were waiting for a steward.
 */
export async function followCharter(
  tx: Tx,
  cooperative: string,
  version: number,
  admission: AdmissionPolicy,
): Promise<void> {
  await lockCooperative(tx, cooperative);
  if (!(await saveAdmission(tx, cooperative, version, admission)) || admission.by !== 'VOTE') return;
  const changes = (await lockUnasked(tx, cooperative)).map((before) => ({
    before,
    after: { ...before, voteRequestedAt: tx.now },
  }));
  await updateMembers(tx, cooperative, changes);
  for (const { after } of changes) journalApplication(tx, after, SERVICE);
}
