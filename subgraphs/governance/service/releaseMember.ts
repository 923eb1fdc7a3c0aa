import { MemberLeft } from '../../kit/contracts/entries/governance.js';
import type { Tx } from '../../kit/store/tx.js';
import { endDelegationsOf } from '../store/delegationStore.js';

/** Governance's part of a departure: nobody speaks for a member who leaves, and they speak for nobody. */
export async function releaseMember(tx: Tx, cooperative: string, memberId: string): Promise<void> {
  await endDelegationsOf(tx, cooperative, memberId, tx.now);
  tx.append(MemberLeft, {
    cooperative,
    actorRole: 'SERVICE',
    subject: memberId,
    private: { memberId },
  });
}
