import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import { requirePurpose } from '../domain/charterCheck.js';
import { requireText } from '../domain/dataset.js';
import { LIMITS } from '../domain/limits.js';
import type { NegotiationState } from '../domain/negotiation.js';
import { requireMove } from '../domain/negotiation.js';
import { requirePermitted } from '../domain/offer.js';
import type { OfferTerms } from '../domain/offer.js';
import { LicenceRow } from '../store/licenceRow.js';
import type { Offer } from '../store/offerRow.js';
import { currentCharter } from './charter.js';
import { NO_ACCEPTANCE, actorRoleOf, withNegotiation, keepStep } from './withNegotiation.js';
import type { Negotiation } from './withNegotiation.js';
import { makeOffer } from './offers.js';
import type { DataPorts } from './ports.js';

export interface CounterOfferInput {
  readonly licence: string;
  /** Absent: stewards offer what is on the table, as it stands. A buyer says what they ask for. */
  readonly terms: OfferTerms | null;
  readonly message: string | null;
  readonly idempotencyKey: string;
}

/**
 * Puts an offer on the table: by stewards the licence becomes OFFERED, by the buyer REQUESTED. Whatever was
 * accepted before is no longer, and governance is told.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, LICENCE_STATE_CONFLICT, PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED,
 *   PURPOSE_NOT_OFFERED, BAD_USER_INPUT, PRICE_CURRENCY_MISMATCH, IDEMPOTENCY_KEY_REUSED
 */
export async function counterOffer(
  { store }: DataPorts,
  viewer: Viewer,
  input: CounterOfferInput,
): Promise<LicenceRow> {
  if (input.message !== null) requireText('message', input.message, LIMITS.messageCharsMax);
  return withNegotiation({ store }, viewer, input.licence, async (table) => {
    const { tx, licence, actor } = table;
    const { idempotencyKey: key, ...asked } = input;
    const operation = { actor: actor.did, operation: 'counterOffer', key, input: written(asked) };
    await idempotent(tx, operation, async () => {
      const state: NegotiationState = actor.party === 'STEWARDS' ? 'OFFERED' : 'REQUESTED';
      requireMove(licence.state, state, actor.party);
      const offer = await offerFrom(table, input.terms);
      const change = { state, offerId: offer.id, ...NO_ACCEPTANCE };
      await keepStep(tx, licence, change, { party: actor.party, message: input.message });
      journal(table, offer);
      return { id: licence.id };
    });
    return tx.manager.findOneByOrFail(LicenceRow, { cooperativeId: licence.cooperativeId, id: licence.id });
  });
}

async function offerFrom(
  { tx, licence, offer, actor }: Negotiation,
  terms: OfferTerms | null,
): Promise<Offer> {
  if (!terms && actor.party === 'BUYER') {
    throw COMMON.BAD_USER_INPUT.raise('Say on which terms you ask.', { field: 'terms' });
  }
  const charter = await currentCharter(tx, licence.cooperativeId);
  requirePurpose(charter.terms, licence.purpose);
  if (!terms && offer.charterVersion === charter.version && !offer.withdrawnAt) return offer;
  const place = {
    cooperative: licence.cooperativeId,
    dataset: licence.datasetId,
    negotiation: { licence: licence.id, buyer: licence.buyerId },
  };
  const made = await makeOffer(tx, place, terms ?? offer, charter);
  requirePermitted(made, licence.purpose);
  return made;
}

function journal({ tx, licence, offer: before, actor }: Negotiation, offer: Offer): void {
  const cancels = licence.state === 'ACCEPTED';
  const made = actor.party === 'STEWARDS' ? 'LicenceOffered' : 'LicenceRequested';
  tx.append({
    type: cancels ? 'LicenceAcceptanceCancelled' : made,
    cooperative: licence.cooperativeId,
    actorRole: actorRoleOf(actor.party),
    actor: actor.did,
    digests: { offer: offer.digest },
    values: {
      licence: licence.id,
      dataset: licence.datasetId,
      buyer: licence.buyerId,
      purpose: licence.purpose,
      offer: offer.id,
      // What was accepted, when that is what ends here; what is offered otherwise.
      offerDigest: cancels ? before.digest : offer.digest,
    },
  });
}

/** The input as JSON. */
function written(input: Omit<CounterOfferInput, 'idempotencyKey'>): unknown {
  return JSON.parse(
    JSON.stringify(input, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  );
}
