import { digestOf } from '../../kit/domain/canonical.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { idempotent } from '../../kit/store/idempotent.js';
import { acceptanceStatement, requireDecideBy } from '../domain/acceptance.js';
import { requirePurpose } from '../domain/charterCheck.js';
import { ERRORS } from '../domain/errors.js';
import { requireMove } from '../domain/negotiation.js';
import { LicenceRow } from '../store/licenceRow.js';
import { currentCharter } from './charter.js';
import { withNegotiation, keepStep } from './withNegotiation.js';
import type { Negotiation } from './withNegotiation.js';
import type { DataPorts } from './ports.js';
import { requireSignature } from './signature.js';
import type { SignedInput } from './signature.js';

export interface AcceptOfferInput extends SignedInput {
  readonly licence: string;
  /** Of the offer that the buyer signed. */
  readonly offerDigest: string;
  /** Until when the acceptance stands. */
  readonly decideBy: Date;
  readonly idempotencyKey: string;
}

/**
 * The buyer accepts the exact bytes on the table, with their signature. The members' vote opens on that.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, LICENCE_STATE_CONFLICT, OFFER_CHANGED, PURPOSE_PROHIBITED,
 *   PURPOSE_NOT_ALLOWED, OFFER_OUTDATED, DECIDE_BY_OUT_OF_RANGE, SIGNATURE_INVALID, IDEMPOTENCY_KEY_REUSED
 */
export async function acceptOffer(
  { store }: DataPorts,
  viewer: Viewer,
  input: AcceptOfferInput,
): Promise<LicenceRow> {
  return withNegotiation({ store }, viewer, input.licence, async (table) => {
    const { tx, licence, actor } = table;
    const { licence: id, offerDigest, signature, key } = input;
    const asked = {
      licence: id,
      offerDigest,
      signature,
      key: key ?? null,
      decideBy: input.decideBy.toISOString(),
    };
    const operation = { actor: actor.did, operation: 'acceptOffer', key: input.idempotencyKey, input: asked };
    await idempotent(tx, operation, async () => {
      requireMove(licence.state, 'ACCEPTED', actor.party);
      await accept(table, input);
      return { id };
    });
    return tx.manager.findOneByOrFail(LicenceRow, { cooperativeId: licence.cooperativeId, id });
  });
}

async function accept({ tx, licence, offer, actor }: Negotiation, input: AcceptOfferInput): Promise<void> {
  if (offer.digest !== input.offerDigest) {
    const facts = { signed: input.offerDigest, onTheTable: offer.digest };
    throw ERRORS.OFFER_CHANGED.raise('The offer on the table is another one.', facts);
  }
  const charter = await currentCharter(tx, licence.cooperativeId);
  requirePurpose(charter.terms, licence.purpose);
  if (offer.charterVersion !== charter.version) {
    const facts = { offered: offer.charterVersion, inForce: charter.version };
    throw ERRORS.OFFER_OUTDATED.raise('The charter has changed since this offer was made.', facts);
  }
  requireDecideBy(charter.terms.rules, input.decideBy, tx.now);
  const { decideBy } = input;
  const statement = acceptanceStatement({
    licence: licence.id,
    offerDigest: offer.digest,
    charterVersion: charter.version,
    decideBy,
    buyer: actor.did,
  });
  const key = requireSignature(statement, input, actor);
  const acceptance = { statement, signature: input.signature, key };
  const acceptanceDigest = digestOf(statement);
  const change = { state: 'ACCEPTED' as const, acceptance, acceptanceDigest, decideBy };
  await keepStep(tx, licence, change, { party: 'BUYER' });
  tx.append({
    type: 'LicenceAccepted',
    cooperative: licence.cooperativeId,
    actorRole: 'BUYER',
    actor: actor.did,
    digests: { offer: offer.digest, acceptance: acceptanceDigest },
    values: {
      licence: licence.id,
      dataset: licence.datasetId,
      buyer: licence.buyerId,
      purpose: licence.purpose,
      offerDigest: offer.digest,
      acceptanceDigest,
      charterVersion: charter.version,
      decideBy,
    },
  });
}
