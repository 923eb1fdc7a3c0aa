import { isDeepStrictEqual } from 'node:util';
import type { CharterTerms } from '../../kit/contracts/charterTerms.js';
import { AdmissionPolicyChanged } from '../../kit/contracts/entries/membership.js';
import type { Tx } from '../../kit/store/tx.js';
import { lockCooperative, saveCharter } from '../store/cooperativeStore.js';
import { lockUnasked, updateMembers } from '../store/memberStore.js';
import { SERVICE, journalApplication } from './journalling.js';

/**
 * Follows the charter in what it says of admission and of powers. Where it now has the members decide, they are asked about
 * the applications that were waiting for a steward.
 */
export async function followCharter(
  tx: Tx,
  cooperativeId: string,
  version: number,
  { admission, powers }: CharterTerms,
): Promise<void> {
  const { admission: before } = await lockCooperative(tx, cooperativeId);
  if (!(await saveCharter(tx, cooperativeId, version, { admission, powers }))) return;
  if (!isDeepStrictEqual(before, admission)) {
    tx.append(AdmissionPolicyChanged, {
      cooperative: cooperativeId,
      actorRole: SERVICE.role,
      private: { version, admission: { by: admission.by, issuers: [...admission.issuers] } },
    });
  }
  if (admission.by !== 'VOTE') return;
  const changes = (await lockUnasked(tx, cooperativeId)).map((unasked) => ({
    before: unasked,
    after: { ...unasked, voteRequestedAt: tx.now },
  }));
  await updateMembers(tx, cooperativeId, changes);
  for (const { after } of changes) journalApplication(tx, after, SERVICE);
}
