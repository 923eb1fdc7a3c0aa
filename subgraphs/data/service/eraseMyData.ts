import { MemberErased } from '../../kit/contracts/entries/data.js';
import { requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import { forgetMember } from '../store/forgetMember.js';
import type { DataPorts } from './ports.js';
import { releaseMember } from './releaseMember.js';
import { requireSelf } from './requireSelf.js';

export interface Erasure {
  readonly memberId: string;
  readonly erasedAt: Date;
}

/**
 * Destroys every key and every byte of a member, and what opens the journal's commitments about them. What
 * remains proves that something happened and not to whom. The other services do their part when they read of it.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND unless the viewer has a part in that co-op.
 */
export function eraseMyData({ store, signer }: Pick<DataPorts, 'store' | 'signer'>) {
  const release = releaseMember(signer);
  return async (viewer: Viewer, cooperativeId: string): Promise<Erasure> => {
    requireId('coop', cooperativeId);
    const member = await requireSelf(viewer, cooperativeId, cooperativeId);
    const { memberId, did } = member;
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await release(tx, { cooperativeId, memberId, did });
      await forgetMember(tx, member);
      await erasePrivateParts(tx, memberId, did);
      // Neither subject nor actor, so that this entry is not among those it erases: the others must read it.
      tx.append(MemberErased, {
        cooperative: cooperativeId,
        actorRole: 'MEMBER',
        private: { memberId },
      });
      return { memberId, erasedAt: tx.now };
    });
  };
}
