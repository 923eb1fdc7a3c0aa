import { ancestors } from '../../../kit/domain/purposes.js';
import type { CatalogueFilter } from './catalogueQuery.js';

/** As many as the largest amount has. */
const PRICE_DIGITS = 20;

interface ComparedOffer {
  readonly purposes: readonly string[];
  readonly prohibited: readonly string[];
  readonly currency: string;
  readonly price: string;
}

/** An offer as an entry holds it that has several: amounts as text of one length, since JSON's numbers end too soon. */
export function comparedOf(offer: {
  purposes: readonly string[];
  prohibited: readonly string[];
  price_minor: string;
  currency: string;
}): ComparedOffer {
  const { purposes, prohibited, price_minor, currency } = offer;
  return { purposes, prohibited, currency, price: digitsOf(price_minor) };
}

/** One of the offers has this currency, at most this price, and permits this purpose, if any is asked for. */
export const OFFER_PATH = `$[*] ? (@.currency == $currency && @.price <= $price
  && ($any == true || @.purposes[*] == $covering[*]) && !(@.prohibited[*] == $covering[*]))`;

/** The variables of that path; null where no price is asked for: what permits the purpose is a term of the index. */
export function offerAsked({ priceMax, purpose }: CatalogueFilter): string | null {
  if (!priceMax) return null;
  return JSON.stringify({
    currency: priceMax.currency,
    price: digitsOf(priceMax.amountMinor.toString()),
    any: !purpose,
    covering: purpose ? [purpose, ...ancestors(purpose)] : [],
  });
}

function digitsOf(amountMinor: string): string {
  return amountMinor.padStart(PRICE_DIGITS, '0');
}
