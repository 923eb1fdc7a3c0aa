import type { Money } from '../../../kit/domain/money.js';
import { permitted } from '../../../kit/domain/purposes.js';
import type { TimeSpan } from '../dataset.js';
import type { OfferTerms } from '../offer.js';
import { keyOf } from './fold.js';
import { periodsOf, periodsWanted } from './periods.js';

/**
 * Terms stand in the index beside the words, each with what it is a term of before it; so that a search with filters is
 * one look into one index. A word never has a slash.
 */
export const TERM = {
  cooperative: (id: string) => `in/${id}`,
  theme: (theme: string) => `about/${keyOf(theme)}`,
  keyword: (keyword: string) => `key/${keyOf(keyword)}`,
  purpose: (purpose: string) => `for/${purpose}`,
  price: (currency: string, magnitude: number) => `price/${currency}/${magnitude}`,
  period: (period: string) => `time/${period}`,
  /** Two neighbours, in one of some 60,000 classes: more terms than these would make the index several times as large. */
  neighbours: (first: string, second: string) => `by/${classOf(`${first} ${second}`)}`,
} as const;

/** FNV-1a, folded to 16 bits. */
function classOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (((hash >>> 16) ^ hash) & 0xffff).toString(36);
}

/** Where a word stands: the better a place says what a dataset is about, the better the answer. */
export const PLACES = ['title', 'heading', 'text'] as const;
export type Place = (typeof PLACES)[number];

export function wordTerm(place: Place, word: string): string {
  return `${place}/${word}`;
}

/** Prices are indexed by their binary magnitude; whoever asks for a price compares those of its own magnitude exactly. */
function magnitude(amountMinor: bigint): number {
  return amountMinor <= 0n ? 0 : amountMinor.toString(2).length;
}

export function pricesUpTo({ amountMinor, currency }: Money): string[] {
  if (amountMinor < 0n) return [];
  return Array.from({ length: magnitude(amountMinor) + 1 }, (_, at) => TERM.price(currency, at));
}

export function timesOverlapping(span: TimeSpan): string[] {
  return periodsWanted(span).map(TERM.period);
}

/** Everything but words under which a dataset is found. */
export function termsOf(entry: {
  readonly cooperativeId: string;
  readonly themes: readonly string[];
  readonly keywords: readonly string[];
  readonly temporal: TimeSpan | null;
  readonly offers: readonly Pick<OfferTerms, 'purposes' | 'prohibited' | 'price'>[];
}): Set<string> {
  const terms = new Set([TERM.cooperative(entry.cooperativeId)]);
  for (const theme of entry.themes) terms.add(TERM.theme(theme));
  for (const keyword of entry.keywords) terms.add(TERM.keyword(keyword));
  if (entry.temporal) for (const period of periodsOf(entry.temporal)) terms.add(TERM.period(period));
  for (const { purposes, prohibited, price } of entry.offers) {
    for (const purpose of permitted({ allowed: purposes, prohibited })) terms.add(TERM.purpose(purpose));
    terms.add(TERM.price(price.amount.currency, magnitude(price.amount.amountMinor)));
  }
  return terms;
}
