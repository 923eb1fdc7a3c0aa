import { MemberErased } from '../../kit/contracts/entries/governance.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import type { Tx } from '../../kit/store/tx.js';
import { forgetMember } from '../store/forgetMember.js';
import { didOf } from '../store/standingStore.js';
import { BY_ITSELF } from './journalEntries.js';

/**
 * Governance's part of an erasure: what says who voted, delegated or proposed is gone, here and in the private part
 * of the journal. Counts, commitments and proofs stay as they were, and still verify.
 */
export async function eraseMember(tx: Tx, cooperative: string, memberId: string): Promise<void> {
  const did = await didOf(tx, cooperative, memberId);
  await forgetMember(tx, cooperative, memberId);
  if (did) await erasePrivateParts(tx, memberId, did);
  tx.append(MemberErased, { cooperative, ...BY_ITSELF, private: { memberId } });
}
