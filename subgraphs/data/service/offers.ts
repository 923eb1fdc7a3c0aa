import { newId } from '../../kit/domain/ids.js';
import type { Tx } from '../../kit/store/store.js';
import { requirePurposes } from '../domain/charterCheck.js';
import { requireOfferTerms } from '../domain/offer.js';
import type { OfferTerms } from '../domain/offer.js';
import { offerDigest, offerPolicy } from '../domain/policy.js';
import type { CharterRow } from '../store/charterRow.js';
import { OfferRow, toOffer, toOfferRow } from '../store/offerRow.js';
import type { Offer } from '../store/offerRow.js';
import { cooperativeOf } from './charter.js';

export interface OfferPlace {
  readonly cooperative: string;
  readonly dataset: string;
  /** The negotiation that it is made in; null for one that is published. */
  readonly negotiation: { readonly licence: string; readonly buyer: string } | null;
}

/**
 * Makes an offer under the charter in force and keeps it. What the charter prohibits, every offer prohibits too,
 * so that a permission for a broad purpose does not carry a prohibited narrower one.
 *
 * @throws PURPOSE_PROHIBITED, PURPOSE_NOT_ALLOWED, BAD_USER_INPUT, PRICE_CURRENCY_MISMATCH
 */
export async function makeOffer(
  tx: Tx,
  place: OfferPlace,
  asked: OfferTerms,
  charter: CharterRow,
): Promise<Offer> {
  requirePurposes(charter.terms, asked.purposes);
  const prohibited = [...new Set([...asked.prohibited, ...charter.terms.prohibitedPurposes])];
  const terms = { ...asked, prohibited };
  requireOfferTerms(terms, charter.terms.revenuePolicy.currency);
  const { did } = await cooperativeOf(tx, place.cooperative);
  const id = newId('off');
  const subject = { offer: id, dataset: place.dataset, assigner: did, charterVersion: charter.version };
  const policy = offerPolicy(subject, terms);
  const offer: Offer = {
    ...terms,
    id,
    cooperativeId: place.cooperative,
    datasetId: place.dataset,
    licenceId: place.negotiation?.licence ?? null,
    buyerId: place.negotiation?.buyer ?? null,
    digest: offerDigest(policy),
    charterVersion: charter.version,
    policy,
    madeAt: tx.now,
    withdrawnAt: null,
  };
  await tx.manager.save(OfferRow, toOfferRow(offer));
  await tx.register(id, place.cooperative);
  return offer;
}

/** The offer of that id, in the transaction of its co-op; null when there is none. */
export async function findOffer(tx: Tx, cooperative: string, id: string): Promise<Offer | null> {
  const row = await tx.manager.findOneBy(OfferRow, { cooperativeId: cooperative, id });
  return row && toOffer(row);
}

/** The published offers of a dataset, newest first. */
export async function publishedOffers(tx: Tx, cooperative: string, dataset: string): Promise<Offer[]> {
  const rows = await tx.manager
    .createQueryBuilder(OfferRow, 'offer')
    .where('offer.cooperativeId = :cooperative and offer.datasetId = :dataset', { cooperative, dataset })
    .andWhere('offer.licenceId is null and offer.withdrawnAt is null')
    .orderBy('offer.id', 'DESC')
    .getMany();
  return rows.map(toOffer);
}
