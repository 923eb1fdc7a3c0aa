import { licensingOf } from '../../kit/contracts/licensing.js';
import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/tx.js';
import { requirePurposes } from '../domain/charter.js';
import type { Charter } from '../domain/charter.js';
import { requireOfferTerms } from '../domain/offer.js';
import type { Offer, OfferTerms } from '../domain/offer.js';
import { offerDigest, offerPolicy } from '../../kit/domain/offerPolicy.js';
import { insertOffer } from '../store/offerStore.js';
import { requireCooperative } from './requireCharter.js';

export interface OfferPlace {
  readonly datasetId: string;
  /** The negotiation that it is made in; null for one that is published. */
  readonly negotiation: { readonly licenceId: string; readonly buyerId: string } | null;
}

/**
 * Makes an offer under the charter in force and keeps it. What the charter prohibits, every offer prohibits too,
 * so that a permission for a broad purpose does not carry a prohibited narrower one.
 *
 * @throws PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, BAD_USER_INPUT, PRICE_CURRENCY_MISMATCH, in this order.
 */
export async function makeOffer(
  tx: Tx,
  { datasetId, negotiation }: OfferPlace,
  { purposes, prohibited: alsoProhibited, duties, price, termDays }: OfferTerms,
  charter: Charter,
): Promise<Offer> {
  const { cooperativeId, version: charterVersion } = charter;
  requirePurposes(charter.terms, purposes);
  const prohibited = [...new Set([...alsoProhibited, ...charter.terms.prohibitedPurposes])];
  const terms = { purposes, prohibited, duties, price, termDays };
  requireOfferTerms(terms, charter.terms.revenuePolicy.currency);
  const { did } = await requireCooperative(tx, cooperativeId);
  const id = newId('off');
  const { prohibitionNoticeDays } = licensingOf(charter.terms);
  const subject = { offer: id, dataset: datasetId, assigner: did, charterVersion };
  const policy = offerPolicy(subject, { ...terms, prohibitionNoticeDays });
  const offer: Offer = {
    ...terms,
    id,
    cooperativeId,
    datasetId,
    licenceId: negotiation?.licenceId ?? null,
    buyerId: negotiation?.buyerId ?? null,
    digest: offerDigest(policy),
    charterVersion,
    prohibitionNoticeDays,
    policy,
    madeAt: tx.now,
    withdrawnAt: null,
  };
  await insertOffer(tx, offer);
  return offer;
}
