import { LicenceAccepted } from '../../kit/contracts/entries/data.js';
import { digestOf } from '../../kit/domain/canonical.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import type { Store } from '../../kit/store/store.js';
import { acceptanceStatement, requireDecideBy } from '../domain/acceptance.js';
import { requirePurpose } from '../domain/charter.js';
import { ERRORS } from '../domain/errors.js';
import { accepted } from '../domain/licence.js';
import type { Acceptance, Licence } from '../domain/licence.js';
import { requireMove } from '../domain/licenceState.js';
import { termsOf } from '../domain/offer.js';
import { requireCharter } from './requireCharter.js';
import { requireSignature } from '../../kit/identity/requireSignature.js';
import type { Signed } from '../../kit/identity/requireSignature.js';
import { keepStep, publishedOfferOf, withNegotiation } from './withNegotiation.js';
import type { Negotiation } from './withNegotiation.js';

export interface AcceptOffer extends Signed {
  readonly licenceId: string;
  /** Of the offer that the buyer signed. */
  readonly offerDigest: string;
  /** Until when the acceptance stands. */
  readonly decideBy: Date;
  readonly idempotencyKey: string;
}

/**
 * The buyer accepts the exact bytes on the table, with their signature. The members' vote opens on that: its entry carries
 * the terms, and those of the published offer that the negotiation began with.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, IDEMPOTENCY_KEY_REUSED, LICENCE_STATE_CONFLICT, OFFER_CHANGED,
 *   PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, OFFER_OUTDATED, DECIDE_BY_OUT_OF_RANGE, SIGNATURE_INVALID, in this order.
 */
export function acceptOffer(store: Store) {
  return (viewer: Viewer, input: AcceptOffer): Promise<Licence> =>
    withNegotiation(store, viewer, input.licenceId, async (negotiation) => {
      const { tx, actor } = negotiation;
      const { licenceId, offerDigest, signature, key } = input;
      const asked = {
        licence: licenceId,
        offerDigest,
        signature,
        key: key ?? null,
        decideBy: input.decideBy.toISOString(),
      };
      const operation = {
        actor: actor.did,
        operation: 'acceptOffer',
        key: input.idempotencyKey,
        input: asked,
      };
      await idempotent(tx, operation, async () => {
        await accept(negotiation, input);
        return { id: licenceId };
      });
    });
}

async function accept(negotiation: Negotiation, input: AcceptOffer): Promise<void> {
  const { tx, licence, offer, actor } = negotiation;
  requireMove(licence.state, 'ACCEPTED', actor.party);
  const published = await publishedOfferOf(tx, licence);
  const acceptance = { ...(await acceptanceFrom(negotiation, input)), publishedOfferId: published.id };
  await keepStep(tx, accepted(licence, acceptance, tx.now), { party: 'BUYER' });
  tx.append(LicenceAccepted, {
    cooperative: licence.cooperativeId,
    actorRole: 'BUYER',
    actor: actor.did,
    public: { offer: offer.digest, acceptance: acceptance.digest },
    private: {
      licence: licence.id,
      dataset: licence.datasetId,
      buyer: licence.buyerId,
      purpose: licence.purpose,
      offerDigest: offer.digest,
      acceptanceDigest: acceptance.digest,
      charterVersion: offer.charterVersion,
      decideBy: acceptance.decideBy.toISOString(),
      terms: { offered: termsOf(offer), published: termsOf(published) },
    },
  });
}

async function acceptanceFrom(
  { tx, licence, offer, actor }: Negotiation,
  input: AcceptOffer,
): Promise<Omit<Acceptance, 'publishedOfferId'>> {
  const { offerDigest, decideBy, signature } = input;
  if (offer.digest !== offerDigest) {
    const facts = { signed: offerDigest, onTheTable: offer.digest };
    throw ERRORS.OFFER_CHANGED.raise('The offer on the table is not the one that was signed.', facts);
  }
  const { terms, version: charterVersion } = await requireCharter(tx, licence.cooperativeId);
  requirePurpose(terms, licence.purpose);
  if (offer.charterVersion !== charterVersion) {
    const facts = { offered: offer.charterVersion, inForce: charterVersion };
    throw ERRORS.OFFER_OUTDATED.raise(
      `The offer was made under charter version ${offer.charterVersion}; version ${charterVersion} is in force.`,
      facts,
    );
  }
  requireDecideBy(terms.rules, decideBy, tx.now);
  const of = { licence: licence.id, offerDigest, charterVersion, decideBy, buyer: actor.did };
  const statement = acceptanceStatement(of);
  const key = requireSignature(actor, statement, input);
  return { signed: { statement, signature, key }, digest: digestOf(statement), decideBy };
}
