import { DelegationChanged } from '../../kit/contracts/entries/governance.js';
import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import { revocationStatement } from '../domain/delegation.js';
import type { Delegation } from '../domain/delegation.js';
import { endDelegation, findDelegation, queueDelegations } from '../store/delegationStore.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';

export interface RevokeDelegation extends Signed {
  delegation: string;
}

/** The words of the store for an id that it does not know: what is another's cannot be told from what is not. */
const NOTHING_HERE = 'There is nothing under this id that you may see.';

/**
 * Ends a delegation of the viewer's. One that has ended is answered as it is.
 *
 * @throws NOT_FOUND, also for a delegation of somebody else's; FORBIDDEN, SIGNATURE_INVALID
 */
export function revokeDelegation(store: Store) {
  return async (viewer: Viewer, input: RevokeDelegation): Promise<Delegation> => {
    const absent = () => COMMON.NOT_FOUND.raise(NOTHING_HERE, { id: input.delegation });
    const cooperative = await whereaboutsOf(store, requireId('dlg', input.delegation));
    const member = await viewer.memberIn(cooperative);
    // Looked for wherever it is, before anybody's queue is entered: another's takes as long as one that is not there.
    const found = await store.transaction({ cooperative }, (tx) =>
      findDelegation(tx, cooperative, input.delegation),
    );
    if (!member || found?.from !== member.memberId) throw absent();
    return store.transaction({ cooperative }, async (tx) => {
      await queueDelegations(tx, cooperative);
      const delegation = await findDelegation(tx, cooperative, input.delegation);
      if (!delegation) throw absent();
      if (delegation.endedAt) return delegation;
      await viewer.requireMember(cooperative);
      requireSignature(member, revocationStatement(delegation.id, member.did), input);
      await endDelegation(tx, cooperative, member.memberId, delegation.topic, tx.now);
      tx.append(DelegationChanged, {
        cooperative,
        actorRole: 'MEMBER',
        actor: member.did,
        subject: member.memberId,
        private: { delegation: delegation.id, from: member.memberId, to: null, topic: delegation.topic },
      });
      return { ...delegation, endedAt: tx.now };
    });
  };
}
