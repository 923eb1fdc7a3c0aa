import { DelegationChanged } from '../../kit/contracts/entries/governance.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { PROPOSAL_KINDS } from '../../kit/contracts/charterTerms.js';
import { delegationStatement, requireDelegable } from '../domain/delegation.js';
import type { Delegation } from '../domain/delegation.js';
import { ERRORS } from '../domain/errors.js';
import {
  endDelegation,
  insertDelegation,
  queueDelegations,
  standingDelegations,
} from '../store/delegationStore.js';
import { admittedAmong } from '../store/standingStore.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';

export interface DelegateVote extends Signed {
  cooperative: string;
  /** The member who shall speak for the viewer. */
  to: string;
  /** A kind of proposal; null for all kinds without a delegation of their own. */
  topic: string | null;
}

/**
 * Lets another member speak for the viewer wherever the viewer does not vote, in place of whom they had named for
 * the same topic. Votes that are open follow it too, as long as they have not closed.
 *
 * @throws FORBIDDEN, DELEGATE_INVALID, DELEGATION_CYCLE, DELEGATION_TOO_DEEP, SIGNATURE_INVALID
 */
export function delegateVote(store: Store) {
  return async (viewer: Viewer, input: DelegateVote): Promise<Delegation> => {
    const { cooperative, topic } = input;
    const to = requireId('mem', input.to);
    const from = await viewer.requireMember(cooperative);
    return store.transaction({ cooperative }, async (tx) => {
      await queueDelegations(tx, cooperative);
      if (to === from.memberId || !(await admittedAmong(tx, cooperative, [to])).has(to)) {
        throw ERRORS.DELEGATE_INVALID.raise('Choose another admitted member of this co-op.', {
          delegate: to,
        });
      }
      const edge = { from: from.memberId, to, topic };
      const others = (await standingDelegations(tx, cooperative)).filter(
        (standing) => standing.from !== edge.from || standing.topic !== topic,
      );
      requireDelegable(edge, others, PROPOSAL_KINDS);
      const signingKey = requireSignature(from, delegationStatement(cooperative, from.did, to, topic), input);
      const delegation: Delegation = {
        ...edge,
        id: newId('dlg'),
        cooperativeId: cooperative,
        since: tx.now,
        endedAt: null,
        signature: input.signature,
        signingKey,
      };
      await endDelegation(tx, cooperative, from.memberId, topic, tx.now);
      await insertDelegation(tx, delegation);
      tx.append(DelegationChanged, {
        cooperative,
        actorRole: 'MEMBER',
        actor: from.did,
        subject: from.memberId,
        private: { delegation: delegation.id, from: from.memberId, to, topic },
      });
      return delegation;
    });
  };
}
