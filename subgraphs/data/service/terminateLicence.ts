import { LicenceAcceptanceCancelled, LicenceTerminated } from '../../kit/contracts/entries/data.js';
import type { EndCause } from '../../kit/domain/licenceAndMoney.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { requireText } from '../domain/dataset.js';
import { terminated, unusedTerm } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import type { Party } from '../domain/licenceState.js';
import { LIMITS } from '../domain/limits.js';
import { actorRoleOf, keepStep, offerOf, withNegotiation } from './withNegotiation.js';

export interface TerminateLicence {
  readonly licenceId: string;
  readonly reason: string;
}

/**
 * Ends a negotiation; what was paid is refunded. No party alone ends a licence that is FINALIZED: it ends with its term,
 * with a credit of all its price, or by the charter.
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

/**
 * Ends a licence whose row is locked. What becomes of its invoice, payouts does when it reads of it.
 *
 * @throws LICENCE_STATE_CONFLICT
 * @see kit/domain/licenceAndMoney.ts
 */
export async function terminate(
  tx: Tx,
  licence: Licence,
  reason: string,
  { party, did }: { readonly party: Party; readonly did?: string },
  cause: EndCause = 'WITHDRAWN',
): Promise<void> {
  const { digest, termDays } = await offerOf(tx, licence);
  await keepStep(tx, terminated(licence, party, reason, tx.now), { party, message: reason });
  const about = { licence: licence.id, dataset: licence.datasetId, buyer: licence.buyerId };
  const entry = { cooperative: licence.cooperativeId, actorRole: actorRoleOf(party), actor: did };
  // A vote may be open on what was accepted; whoever holds it learns that nothing is left to decide.
  if (licence.state === 'ACCEPTED' && (party !== 'COOPERATIVE' || cause === 'PROHIBITED')) {
    tx.append(LicenceAcceptanceCancelled, {
      ...entry,
      public: {},
      private: { ...about, offerDigest: digest },
    });
  }
  const unused = unusedTerm(licence, termDays, tx.now);
  tx.append(LicenceTerminated, { ...entry, private: { ...about, reason, cause, unused } });
}
