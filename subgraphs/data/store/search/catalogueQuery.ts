import assert from 'node:assert/strict';
import type { Money } from '../../../kit/domain/money.js';
import type { TimeSpan } from '../../domain/dataset.js';
import { keyOf } from '../../domain/search/fold.js';
import type { SearchText } from '../../domain/search/searchText.js';
import { PLACES, TERM, pricesUpTo, timesOverlapping } from '../../domain/search/terms.js';
import type { Place } from '../../domain/search/terms.js';
import { allOf, anyOf, not, termQuery, wantedQuery } from './lexemes.js';
import { OFFER_PATH, offerAsked } from './offersCompared.js';
import type { Parameters } from './parameters.js';
import type { Sample } from './sample.js';

export interface CatalogueFilter {
  readonly cooperative?: string | null;
  /** Any of them. */
  readonly themes?: readonly string[] | null;
  /** All of them. */
  readonly keywords?: readonly string[] | null;
  /** Permitted by a published offer, the hierarchy of purposes considered. */
  readonly purpose?: string | null;
  /** At most this, in this currency, on a published offer (the same as permits the purpose). */
  readonly priceMax?: Money | null;
  /** The dataset's time overlaps it. */
  readonly temporal?: TimeSpan | null;
}

/** Filters that the index holds roughly, and the entry exactly. */
export type RoughFilter = 'priceMax' | 'temporal';

export interface CatalogueSearch {
  /** Null where none was made. */
  readonly text: SearchText | null;
  readonly filter: CatalogueFilter;
  /** Filters that are left to the entry: the index would read much for them and leave little out. */
  readonly leftToEntry?: readonly RoughFilter[];
}

/**
 * What an entry `e` must satisfy: one look into the index, and beside it what the index holds only roughly.
 */
export interface Condition {
  /** A `tsquery`; null where every entry satisfies it. */
  readonly query: string | null;
  readonly filter: CatalogueFilter;
}

export function conditionOf(search: CatalogueSearch): Condition {
  return conditionFrom([...textQueries(search.text), ...filterQueries(search)], search.filter);
}

/**
 * The entries that satisfy a search, parted by the best place at which all of its words stand: titles, then
 * headings, then any text. One part where no word is asked for.
 */
export function conditionsByPlace(search: CatalogueSearch): Condition[] {
  const { text, filter } = search;
  if (!text || text.include.length === 0) return [conditionOf(search)];
  const rest = [...excludeQueries(text), ...filterQueries(search)];
  const standing = (place: Place) => allOf(text.include.map((wanted) => wantedQuery(wanted, place)));
  return PLACES.map((place, index) => {
    const better = PLACES[index - 1];
    const here = [standing(place), ...(better ? [not(standing(better))] : [])];
    return conditionFrom([...here, ...rest], filter);
  });
}

function conditionFrom(queries: readonly string[], filter: CatalogueFilter): Condition {
  assert(queries.length > 0 || !(filter.priceMax || filter.temporal), 'nothing is asked of the index');
  return { query: queries.length > 0 ? allOf(queries) : null, filter };
}

function textQueries(text: SearchText | null): string[] {
  if (!text) return [];
  return [...text.include.map((wanted) => wantedQuery(wanted, 'text')), ...excludeQueries(text)];
}

function excludeQueries({ exclude }: SearchText): string[] {
  return exclude.map((wanted) => not(wantedQuery(wanted, 'text')));
}

/** Whether the index is asked for more than what it holds roughly. */
export function isNarrowedBeside({ text, filter }: CatalogueSearch): boolean {
  return (text?.include.length ?? 0) > 0 || !exactQueries(filter).next().done;
}

function* filterQueries({ filter, leftToEntry = [] }: CatalogueSearch): Generator<string> {
  yield* exactQueries(filter);
  for (const [name, query] of roughQueries(filter)) if (!leftToEntry.includes(name)) yield query;
}

function* exactQueries({ cooperative, themes, keywords, purpose }: CatalogueFilter): Generator<string> {
  if (cooperative) yield termQuery(TERM.cooperative(cooperative));
  const asked = (themes ?? []).filter(isSaid);
  if (asked.length > 0) yield anyOf(asked.map((theme) => termQuery(TERM.theme(theme))));
  for (const keyword of (keywords ?? []).filter(isSaid)) yield termQuery(TERM.keyword(keyword));
  if (purpose) yield termQuery(TERM.purpose(purpose));
}

/** The filters that were made of those that the index holds roughly, each with its terms. */
export function* roughQueries({ priceMax, temporal }: CatalogueFilter): Generator<[RoughFilter, string]> {
  // A price below nothing, and a currency that no offer has, are in no entry.
  if (priceMax) {
    const terms = [TERM.price(priceMax.currency, -1), ...pricesUpTo(priceMax)];
    yield ['priceMax', anyOf(terms.map(termQuery))];
  }
  if (temporal) yield ['temporal', anyOf(timesOverlapping(temporal).map(termQuery))];
}

/** A term of blanks is none. */
function isSaid(term: string): boolean {
  return keyOf(term) !== '';
}

/** SQL of a condition on `e`, of the entries of a sample alone if one is given. */
export function sqlOf({ query, filter }: Condition, parameters: Parameters, sample?: Sample): string {
  const queries = [...(query === null ? [] : [query]), ...(sample ? [termQuery(sample.term)] : [])];
  const conditions = [
    ...(queries.length > 0 ? [`e.search @@ ${parameters.add(allOf(queries))}::tsquery`] : []),
    ...exactly(filter, parameters),
    'true',
  ];
  return conditions.join(' and ');
}

/** The index holds spans by the year, and prices by their magnitude. */
function* exactly(filter: CatalogueFilter, parameters: Parameters): Generator<string> {
  const { temporal, priceMax } = filter;
  if (temporal) {
    yield `e.temporal_from < ${parameters.add(temporal.until)} and e.temporal_until > ${parameters.add(temporal.from)}`;
  }
  if (priceMax) {
    const [currency, amount] = [
      parameters.add(priceMax.currency),
      parameters.add(priceMax.amountMinor.toString()),
    ];
    yield `(e.currency = ${currency} and e.price_minor <= ${amount}::bigint
      or jsonb_path_exists(e.more_offers, '${OFFER_PATH}', ${parameters.add(offerAsked(filter))}::jsonb))`;
  }
}
