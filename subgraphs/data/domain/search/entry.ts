import type { DatasetTerms } from '../dataset.js';
import type { OfferTerms } from '../offer.js';
import { keyOf } from './fold.js';
import { TERM, termsOf, wordTerm } from './terms.js';
import type { Place } from './terms.js';
import { indexText, stem } from './words.js';

export interface Listed extends Pick<
  DatasetTerms,
  'title' | 'description' | 'keywords' | 'themes' | 'columns' | 'temporal' | 'spatial'
> {
  readonly cooperativeId: string;
  /** Published ones. */
  readonly offers: readonly Pick<OfferTerms, 'purposes' | 'prohibited' | 'price'>[];
}

/** What the catalogue's index holds of a dataset. */
export interface Entry {
  /** By which titles are ordered. */
  readonly titleKey: string;
  /** Themes by the form in which they are compared. */
  readonly themes: ReadonlyMap<string, string>;
  /** That a published offer names. */
  readonly purposes: readonly string[];
  /** Words and terms, each with the places where it stands; terms have none. */
  readonly index: ReadonlyMap<string, readonly number[]>;
  /** Words as they are spelt, with their stems. */
  readonly spelt: ReadonlyMap<string, string>;
}

/** Titles are told apart by less. */
const TITLE_KEY_CHARS = 64;
/** Of words and their places; PostgreSQL takes 1 MiB in all. Words that stand behind are not found. */
const WORDS_BYTES_MAX = 800_000;
/** What PostgreSQL keeps of each word beside its letters, and of each place. */
const WORD_BYTES = 10;
const PLACE_BYTES = 2;
/** No phrase reaches from one text into the next. */
const GAP = 10;

export function entryOf(listed: Listed): Entry {
  const index = new Map<string, number[]>();
  const spelt = new Map<string, string>();
  let at = 1;
  let bytes = 0;
  const add = (text: string, places: readonly Place[]) => {
    const indexed = indexText(text, at);
    at = indexed.end + GAP;
    for (const word of indexed.spelt) spelt.set(word, stem(word));
    for (const { word, at: standsAt, previous } of indexed.placed) {
      // Before its second word: a phrase of which both are kept is found.
      if (previous !== undefined && !enter(TERM.neighbours(previous, word), [])) return;
      for (const place of places) if (!enter(wordTerm(place, word), [standsAt])) return;
    }
  };
  const enter = (term: string, standsAt: readonly number[]): boolean => {
    const found = index.get(term);
    bytes += PLACE_BYTES * standsAt.length + (found ? 0 : WORD_BYTES + Buffer.byteLength(term));
    if (bytes > WORDS_BYTES_MAX) return false;
    if (found) found.push(...standsAt);
    else index.set(term, [...standsAt]);
    return true;
  };
  const { title, keywords, themes, columns, spatial, description } = listed;
  const units = columns.flatMap(({ unit }) => unit ?? []);
  add(title, ['title', 'heading', 'text']);
  const headings = [...keywords, ...themes, ...columns.map(({ name }) => name), ...new Set(units)];
  for (const heading of headings) add(heading, ['heading', 'text']);
  if (spatial !== null) add(spatial, ['heading', 'text']);
  for (const column of columns) {
    add(column.meaning, ['text']);
    for (const category of column.categories ?? []) add(category, ['text']);
  }
  add(description, ['text']);
  for (const term of termsOf(listed)) index.set(term, []);
  return {
    titleKey: Array.from(keyOf(title)).slice(0, TITLE_KEY_CHARS).join(''),
    themes: new Map(themes.map((theme) => [keyOf(theme), theme])),
    purposes: [...new Set(listed.offers.flatMap(({ purposes }) => purposes))].sort(),
    index,
    spelt,
  };
}
