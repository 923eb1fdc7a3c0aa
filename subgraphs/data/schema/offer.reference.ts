import { isPublished } from '../domain/offer.js';
import { maySee, OF_NOBODY } from '../service/mayKnow.js';
import { loadOffer } from './context.js';
import type { Context } from './context.js';
import { toOfferType } from './offer.type.js';
import type { LicenceOfferType } from './offer.type.js';

/** To all but its parties, an offer on the table of a negotiation looks like one that is not. */
export async function findOffer(id: string, context: Context): Promise<LicenceOfferType | null> {
  const offer = await loadOffer(context, id);
  const isSeen = (offer !== null && isPublished(offer)) || (await maySee(context.viewer, offer ?? OF_NOBODY));
  return isSeen && offer ? toOfferType(offer) : null;
}
