import { requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { erasePrivateParts } from '../../kit/journal/erase.js';
import type { Tx } from '../../kit/store/store.js';
import { requireSelf } from './member.js';
import type { DataPorts } from './ports.js';
import { releaseMember } from './releaseMember.js';

export interface Erasure {
  readonly memberId: string;
  readonly cooperativeId: string;
  readonly erasedAt: Date;
}

/**
 * Destroys every key and every byte of a member, and what opens the journal's commitments about them. What
 * remains proves that something happened and not to whom. The other services do their part when they read of it.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND unless the viewer has a part in that co-op.
 */
export async function eraseMyData(
  { store, signer }: DataPorts,
  viewer: Viewer,
  input: string,
): Promise<Erasure> {
  const cooperative = requireId('coop', input);
  const { memberId, did } = await requireSelf(viewer, cooperative, cooperative);
  return store.transaction({ cooperative }, async (tx) => {
    await releaseMember(tx, signer, { cooperative, memberId, did });
    await forget(tx, cooperative, memberId);
    await erasePrivateParts(tx, memberId, did);
    // Neither subject nor actor, so that this entry is not among those it erases: the others must read it.
    tx.append({ type: 'MemberErased', cooperative, actorRole: 'MEMBER', values: { memberId } });
    return { memberId, cooperativeId: cooperative, erasedAt: tx.now };
  });
}

async function forget(tx: Tx, cooperative: string, memberId: string): Promise<void> {
  await tx.query(
    'update consent set erased_at = $3, receipt = null where cooperative_id = $1 and member_id = $2 and erased_at is null',
    [cooperative, memberId, tx.now],
  );
  await tx.query(
    'update contribution set erased_at = $3 where cooperative_id = $1 and member_id = $2 and erased_at is null',
    [cooperative, memberId, tx.now],
  );
  await tx.query('update access_record set member_id = null where cooperative_id = $1 and member_id = $2', [
    cooperative,
    memberId,
  ]);
}
