import { LicenceAcceptanceCancelled, LicenceTerminated } from '../../kit/contracts/entries/data.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { requireText } from '../domain/dataset.js';
import { terminated } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import type { Party } from '../domain/licenceState.js';
import { LIMITS } from '../domain/limits.js';
import { actorRoleOf, keepStep, offerOf, withNegotiation } from './withNegotiation.js';

export interface TerminateLicence {
  readonly licenceId: string;
  readonly reason: string;
}

/**
 * Ends a negotiation. A licence that is FINALIZED ends with its term and not before.
 *
 * @throws BAD_USER_INPUT, UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, LICENCE_STATE_CONFLICT, in this order.
 */
export function terminateLicence(store: Store) {
  return async (viewer: Viewer, { licenceId, reason }: TerminateLicence): Promise<Licence> => {
    requireText('reason', reason, LIMITS.messageCharsMax);
    return withNegotiation(store, viewer, licenceId, ({ tx, licence, actor }) =>
      terminate(tx, licence, reason, actor),
    );
  };
}

/** Ends a negotiation whose row is locked. @throws LICENCE_STATE_CONFLICT */
export async function terminate(
  tx: Tx,
  licence: Licence,
  reason: string,
  { party, did }: { readonly party: Party; readonly did?: string },
): Promise<void> {
  const { digest } = await offerOf(tx, licence);
  await keepStep(tx, terminated(licence, party, reason, tx.now), { party, message: reason });
  const about = { licence: licence.id, dataset: licence.datasetId, buyer: licence.buyerId };
  const entry = { cooperative: licence.cooperativeId, actorRole: actorRoleOf(party), actor: did };
  // A vote may be open on what was accepted; whoever holds it learns that nothing is left to decide.
  if (licence.state === 'ACCEPTED' && party !== 'COOPERATIVE') {
    tx.append(LicenceAcceptanceCancelled, {
      ...entry,
      public: {},
      private: { ...about, offerDigest: digest },
    });
  }
  tx.append(LicenceTerminated, { ...entry, private: { ...about, reason } });
}
