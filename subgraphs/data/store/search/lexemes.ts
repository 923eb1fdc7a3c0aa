import type { Wanted } from '../../domain/search/searchText.js';
import type { Placed } from '../../domain/search/words.js';
import { TERM, wordTerm } from '../../domain/search/terms.js';
import type { Place } from '../../domain/search/terms.js';

/** PostgreSQL keeps no more places of one word, and none behind this one. */
const PLACES_MAX = 255;
const PLACE_MAX = 16_383;

/**
 * An index as PostgreSQL reads a `tsvector`. Its words are ours to the last: no parser, dictionary or locale of the
 * server takes part.
 */
export function vectorOf(index: ReadonlyMap<string, readonly number[]>): string {
  return [...index].map(([term, at]) => quote(term) + placesOf(at)).join(' ');
}

function placesOf(at: readonly number[]): string {
  const kept = at.filter((place) => place <= PLACE_MAX).slice(0, PLACES_MAX);
  return kept.length > 0 ? `:${kept.join(',')}` : '';
}

/** A `tsquery` that a text satisfies whose words at this place are as wanted. */
export function wantedQuery(wanted: Wanted, place: Place): string {
  if ('word' in wanted) return quote(wordTerm(place, wanted.word));
  if ('all' in wanted) return allOf(wanted.all.map((each) => wantedQuery(each, place)));
  if ('any' in wanted) return anyOf(wanted.any.map((each) => wantedQuery(each, place)));
  const neighbours = wanted.phrase.flatMap(({ word, previous }) =>
    previous === undefined ? [] : [termQuery(TERM.neighbours(previous, word))],
  );
  return allOf([...new Set(neighbours), phraseQuery(wanted.phrase, place)]);
}

/** The index knows no places: each entry that holds the words is read, and so neighbours are asked for first. */
function phraseQuery(phrase: readonly Placed[], place: Place): string {
  return phrase
    .map(({ word, at }, index) => {
      const previous = phrase[index - 1];
      return (previous ? ` <${at - previous.at}> ` : '') + quote(wordTerm(place, word));
    })
    .join('');
}

export function termQuery(term: string): string {
  return quote(term);
}

export function allOf(queries: readonly string[]): string {
  return queries.length === 1 ? queries[0]! : `(${queries.join(' & ')})`;
}

export function anyOf(queries: readonly string[]): string {
  return queries.length === 1 ? queries[0]! : `(${queries.join(' | ')})`;
}

export function not(query: string): string {
  return `!(${query})`;
}

function quote(term: string): string {
  return `'${term.replace(/[\\']/g, (sign) => sign + sign)}'`;
}
