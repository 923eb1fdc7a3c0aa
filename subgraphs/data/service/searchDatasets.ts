import { requireCurrency } from '../../kit/domain/money.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Store } from '../../kit/store/store.js';
import { readSearch } from '../domain/search/searchText.js';
import type { Dataset } from '../domain/dataset.js';
import { LIMITS } from '../domain/limits.js';
import { countHits } from '../store/search/catalogueCounts.js';
import type { Count } from '../store/search/catalogueCounts.js';
import { readPage } from '../store/search/cataloguePage.js';
import type { Key } from '../store/search/cataloguePage.js';
import { conditionOf, conditionsByPlace } from '../store/search/catalogueQuery.js';
import type { CatalogueFilter, CatalogueSearch } from '../store/search/catalogueQuery.js';
import { ORDERINGS } from '../store/search/ordering.js';
import type { DatasetOrder } from '../store/search/ordering.js';
import { unhelpfulFilters } from '../store/search/roughTerms.js';
import { inKnownWords } from '../store/search/vocabulary.js';

/** The highest that PostgreSQL keeps in a `bigint`, as which prices are stored. */
const AMOUNT_MAX = 2n ** 63n - 1n;

type Statements = Pick<Store, 'unscoped'>;

/** Order, the value by which it orders, id: a cursor of one order means nothing in another. */
export type DatasetKey = [DatasetOrder, string | number, string];

export interface Hit {
  readonly dataset: Dataset;
  readonly key: DatasetKey;
}

export interface AskedSearch {
  /** As it stands in a search box; of blanks alone, or null: no search. */
  readonly text: string | null;
  readonly filter: CatalogueFilter;
}

/**
 * Reads a search in the words of the catalogue.
 *
 * @throws BAD_USER_INPUT
 */
export function understandSearch(store: Statements) {
  return async (asked: AskedSearch): Promise<CatalogueSearch> => {
    requireSearch(asked);
    const text = readSearch(asked.text ?? '');
    const isMade = text.include.length + text.exclude.length > 0;
    const search = { text: isMade ? await inKnownWords(store, text) : null, filter: asked.filter };
    return { ...search, leftToEntry: await unhelpfulFilters(store, search) };
  };
}

/**
 * Searches the datasets of all co-ops. The order is total and each row keeps its place in it while others are
 * added, so a walk from cursor to cursor meets each dataset that was there at its start exactly once. (By
 * RECORDS, a dataset moves when its public count does.)
 *
 * @returns one hit more than asked for, if there are more.
 * @throws BAD_USER_INPUT
 */
export function searchDatasets(store: Statements) {
  return async (
    search: CatalogueSearch,
    asked: DatasetOrder,
    page: { first: number; after: (string | number)[] | null },
  ): Promise<Hit[]> => {
    const limit = page.first + 1;
    if (asked === 'RELEVANCE' && search.text !== null && search.text.include.length > 0) {
      return bestFirst(store, search, limit, page.after);
    }
    const order = asked === 'RELEVANCE' ? 'NEWEST' : asked;
    const ordering = ORDERINGS[order];
    const after = page.after && readKey(order, page.after);
    const found = await readPage(store, {
      conditions: [conditionOf(search)],
      ordering,
      after: after && { part: 0, key: after },
      limit,
    });
    return found.map(({ dataset, key: [value, id] }) => ({ dataset, key: [order, value, id] }));
  };
}

/**
 * By the best place at which all of its words stand; in each, the newest first. So an answer's place rests on itself
 * alone, and each place is read in an order that has an index.
 */
async function bestFirst(
  store: Statements,
  search: CatalogueSearch,
  limit: number,
  cursor: (string | number)[] | null,
): Promise<Hit[]> {
  const conditions = conditionsByPlace(search);
  const found = await readPage(store, {
    conditions,
    ordering: ORDERINGS.RELEVANCE,
    after: cursor && readPlace(cursor, conditions.length),
    limit,
  });
  return found.map(({ dataset, part, key: [value, id] }) => ({
    dataset,
    key: ['RELEVANCE', `${part} ${value}`, id],
  }));
}

function readPlace(cursor: (string | number)[], places: number): { part: number; key: Key } {
  const [of, placed, id] = cursor;
  const [, digit, value] = /^(\d) (.+)$/.exec(String(placed)) ?? [];
  if (value === undefined || !(Number(digit) < places)) throw notOfThisList();
  return { part: Number(digit), key: readKey('RELEVANCE', [of!, value, id!]) };
}

function readKey(order: DatasetOrder, [of, value, id]: (string | number)[]): Key {
  if (of !== order || value === undefined || !ORDERINGS[order].accepts(value)) throw notOfThisList();
  if (typeof id !== 'string') throw notOfThisList();
  return [value, id];
}

function notOfThisList() {
  return COMMON.BAD_USER_INPUT.raise('This cursor is not one of this list.');
}

/** How many datasets a search finds. */
export function countDatasets(store: Statements) {
  return (search: CatalogueSearch): Promise<Count> => countHits(store, conditionOf(search));
}

/** Blanks around what was typed make no difference, nor do words of blanks. */
function requireSearch({ text, filter }: AskedSearch): void {
  if (text !== null) requireTyped('search', text, LIMITS.titleCharsMax);
  for (const field of ['themes', 'keywords'] as const) {
    const words = filter[field] ?? [];
    if (words.length > LIMITS.listMax) {
      const countMax = LIMITS.listMax;
      throw COMMON.BAD_USER_INPUT.raise(`${field} has at most ${countMax} words.`, { field, countMax });
    }
    for (const word of words) requireTyped(field, word, LIMITS.wordCharsMax);
  }
  const { cooperative, priceMax, temporal } = filter;
  if (cooperative) requireTyped('cooperative', cooperative, LIMITS.wordCharsMax);
  if (priceMax) {
    requireCurrency(priceMax.currency);
    if (priceMax.amountMinor > AMOUNT_MAX || priceMax.amountMinor < -AMOUNT_MAX) {
      throw COMMON.BAD_USER_INPUT.raise('priceMax is beyond all prices.', { field: 'priceMax' });
    }
  }
  if (temporal && !(temporal.from < temporal.until)) {
    throw COMMON.BAD_USER_INPUT.raise('temporal.from must be before temporal.until.', { field: 'temporal' });
  }
}

function requireTyped(field: string, text: string, charsMax: number): void {
  if (text.trim().length > charsMax) {
    throw COMMON.BAD_USER_INPUT.raise(`${field} has at most ${charsMax} characters.`, { field, charsMax });
  }
}
