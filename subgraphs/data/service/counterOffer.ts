import {
  LicenceAcceptanceCancelled,
  LicenceOffered,
  LicenceRequested,
} from '../../kit/contracts/entries/data.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store } from '../../kit/store/store.js';
import { requirePurpose } from '../domain/charter.js';
import { requireText } from '../domain/dataset.js';
import { counterOffered, counterState } from '../domain/licence.js';
import type { Licence } from '../domain/licence.js';
import { requireMove } from '../domain/licenceState.js';
import { LIMITS } from '../domain/limits.js';
import { requirePermitted } from '../domain/offer.js';
import type { Offer, OfferTerms } from '../domain/offer.js';
import { makeOffer } from './makeOffer.js';
import { requireCharter } from './requireCharter.js';
import { actorRoleOf, keepStep, withNegotiation } from './withNegotiation.js';
import type { Negotiation } from './withNegotiation.js';

export interface CounterOffer {
  readonly licenceId: string;
  /** Null: stewards offer what is on the table, as it stands. A buyer says what they ask for. */
  readonly terms: OfferTerms | null;
  readonly message: string | null;
  readonly idempotencyKey: string;
}

/**
 * Puts an offer on the table: by stewards the licence becomes OFFERED, by the buyer REQUESTED. Whatever was
 * accepted before is no longer, and governance is told.
 *
 * @throws BAD_USER_INPUT for the message, UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, IDEMPOTENCY_KEY_REUSED,
 *   LICENCE_STATE_CONFLICT, BAD_USER_INPUT, PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, PRICE_CURRENCY_MISMATCH,
 *   PURPOSE_NOT_OFFERED, in this order.
 */
export function counterOffer(store: Store) {
  return async (viewer: Viewer, input: CounterOffer): Promise<Licence> => {
    const { licenceId, terms, message, idempotencyKey: key } = input;
    if (message !== null) requireText('message', message, LIMITS.messageCharsMax);
    return withNegotiation(store, viewer, licenceId, async (negotiation) => {
      const { tx, licence, actor } = negotiation;
      const asked = written({ licence: licenceId, terms, message });
      const operation = { actor: actor.did, operation: 'counterOffer', key, input: asked };
      await idempotent(tx, operation, async () => {
        requireMove(licence.state, counterState(actor.party), actor.party);
        const offer = await offerFrom(negotiation, terms);
        const next = counterOffered(licence, actor.party, offer.id, tx.now);
        await keepStep(tx, next, { party: actor.party, message });
        journal(negotiation, offer);
        return { id: licenceId };
      });
    });
  };
}

async function offerFrom(
  { tx, licence, offer, actor }: Negotiation,
  terms: OfferTerms | null,
): Promise<Offer> {
  if (!terms && actor.party === 'BUYER') {
    throw COMMON.BAD_USER_INPUT.raise('A buyer must give the terms that they ask for.', { field: 'terms' });
  }
  const charter = await requireCharter(tx, licence.cooperativeId);
  requirePurpose(charter.terms, licence.purpose);
  if (!terms && offer.charterVersion === charter.version && !offer.withdrawnAt) return offer;
  const { datasetId, id: licenceId, buyerId } = licence;
  const made = await makeOffer(
    tx,
    { datasetId, negotiation: { licenceId, buyerId } },
    terms ?? offer,
    charter,
  );
  requirePermitted(made, licence.purpose);
  return made;
}

function journal({ tx, licence, offer: before, actor }: Negotiation, offer: Offer): void {
  const about = { licence: licence.id, dataset: licence.datasetId, buyer: licence.buyerId };
  const terms = { purpose: licence.purpose, offer: offer.id };
  const entry = {
    cooperative: licence.cooperativeId,
    actorRole: actorRoleOf(actor.party),
    actor: actor.did,
    public: { offer: offer.digest },
  };
  // What was accepted, when that is what ends here; what is offered otherwise.
  if (licence.state === 'ACCEPTED') {
    const offerDigest = before.digest;
    tx.append(LicenceAcceptanceCancelled, { ...entry, private: { ...about, ...terms, offerDigest } });
    return;
  }
  const offerDigest = offer.digest;
  const made = actor.party === 'STEWARDS' ? LicenceOffered : LicenceRequested;
  tx.append(made, { ...entry, private: { ...about, ...terms, offerDigest } });
}

/** The input as JSON. */
function written(input: object): unknown {
  return JSON.parse(
    JSON.stringify(input, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  );
}
