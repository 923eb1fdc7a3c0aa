import { MemberErased } from '../../kit/contracts/entries/data.js';
import { statement } from '../../kit/contracts/statements.js';
import { requireIdempotencyKey } from '../../kit/domain/idempotencyKey.js';
import { requireId } from '../../kit/domain/ids.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import { spendStatement } from '../../kit/store/spentStatements.js';
import { forgetMember } from '../store/forgetMember.js';
import type { DataPorts } from './ports.js';
import { releaseMember } from './releaseMember.js';
import { requireSelf } from './requireSelf.js';

export interface EraseMyData extends Signed {
  readonly cooperativeId: string;
  /** Chosen by the wallet: each is good for one erasure. */
  readonly nonce: string;
}

export interface Erasure {
  readonly memberId: string;
  readonly erasedAt: Date;
}

/**
 * Destroys every key and every byte of a member, and what opens the journal's commitments about them. What
 * remains proves that something happened and not to whom. The other services do their part when they read of it.
 *
 * There is no way back, so a session alone is not enough: the member signs the statement `Erasure`.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND unless the viewer has a part in that co-op; BAD_USER_INPUT, SIGNATURE_INVALID,
 *   SIGNATURE_SPENT, in this order.
 */
export function eraseMyData({ store, signer }: Pick<DataPorts, 'store' | 'signer'>) {
  const release = releaseMember(signer);
  return async (viewer: Viewer, input: EraseMyData): Promise<Erasure> => {
    const cooperativeId = requireId('coop', input.cooperativeId);
    const member = await requireSelf(viewer, cooperativeId, cooperativeId);
    const { memberId, did } = member;
    const { nonce } = input;
    requireIdempotencyKey(nonce, 'nonce');
    const ordered = statement('Erasure', { cooperative: cooperativeId, member: did, nonce });
    requireSignature(member, ordered, input);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await spendStatement(tx, ordered);
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
