import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { KEYWORDS, THEMES, seededDatasets } from '../../../bench/catalogue/datasets.js';
import { cooperativeId } from '../../../bench/catalogue/seed.js';
import { readSearch } from '../../../subgraphs/data/domain/search/searchText.js';
import { countFacets, countHits } from '../../../subgraphs/data/store/search/catalogueCounts.js';
import { readPage } from '../../../subgraphs/data/store/search/cataloguePage.js';
import type { Found } from '../../../subgraphs/data/store/search/cataloguePage.js';
import { conditionOf, conditionsByPlace } from '../../../subgraphs/data/store/search/catalogueQuery.js';
import type { CatalogueFilter, Condition } from '../../../subgraphs/data/store/search/catalogueQuery.js';
import { unhelpfulFilters } from '../../../subgraphs/data/store/search/roughTerms.js';
import { ORDERINGS } from '../../../subgraphs/data/store/search/ordering.js';
import type { DatasetOrder } from '../../../subgraphs/data/store/search/ordering.js';
import { openLargeCatalogue } from '../support/largeCatalogue.js';
import type { World } from '../support/world.js';
import { findSlowly, orderSlowly } from './slowCatalogue.js';
import type { SlowSearch } from './slowCatalogue.js';

const DATASETS = [...seededDatasets(700)];
const LIMIT = 20;
const span = (from: number, until: number) => ({
  from: new Date(Date.UTC(from, 5, 1)),
  until: new Date(Date.UTC(until, 2, 1)),
});
const usd = (amountMinor: bigint) => ({ amountMinor, currency: 'USD' });
const phrasesOf = (text: string, at: number) =>
  text
    .replace(/[.,]/g, '')
    .split(' ')
    .slice(at, at + 2)
    .join(' ');

/** Every filter alone, then some together. */
const FILTERS: readonly CatalogueFilter[] = [
  {},
  { cooperative: cooperativeId(0) },
  { cooperative: cooperativeId(9) },
  { themes: [THEMES[0]!] },
  { themes: THEMES.slice(4, 7) },
  { keywords: [KEYWORDS[0]!] },
  { keywords: KEYWORDS.slice(0, 2) },
  { purpose: 'dpv:AcademicResearch' },
  { purpose: 'dpv:Marketing' },
  { priceMax: usd(50_000n) },
  { priceMax: usd(-1n) },
  { priceMax: { amountMinor: 50_000n, currency: 'EUR' } },
  { purpose: 'dpv:AcademicResearch', priceMax: usd(50_000n) },
  { purpose: 'dpv:Marketing', priceMax: usd(5_000_000n) },
  { temporal: span(1990, 2001) },
  { cooperative: cooperativeId(1), themes: [THEMES[0]!], temporal: span(1950, 2010) },
];
const PHRASES = [
  phrasesOf(DATASETS[17]!.title, 0),
  phrasesOf(DATASETS[80]!.description, 4),
  phrasesOf(DATASETS[321]!.columns[2]!.meaning, 1),
];
const SEARCHES: readonly SlowSearch[] = [
  ...FILTERS.map((filter) => ({ filter })),
  ...PHRASES.map((phrase) => ({ phrase, filter: {} })),
];
const ORDERS = ['TITLE', 'NEWEST', 'RECORDS'] as const;

// Each reads many pages, or many counts, on a machine that may be busy.
jest.setTimeout(120_000);

/** Against the same datasets looked at one after another, with no index, in this file's own words. */
describe('a large catalogue, beside a slow one', () => {
  let world: World;

  beforeAll(async () => {
    world = await openLargeCatalogue(DATASETS.length);
  }, 120_000);
  afterAll(() => world.stop());

  const walk = async (
    conditions: readonly Condition[],
    order: DatasetOrder,
    fewMax?: number,
  ): Promise<string[]> => {
    const ids: string[] = [];
    for (let last: Found | undefined; ;) {
      const after = last ? { part: last.part, key: last.key } : null;
      const { store } = world.service.service;
      const page = await readPage(store, {
        conditions,
        ordering: ORDERINGS[order],
        after,
        limit: LIMIT,
        fewMax,
      });
      ids.push(...page.map(({ dataset }) => dataset.id));
      if (page.length < LIMIT) return ids;
      last = page.at(-1);
    }
  };
  const textOf = (phrase: string | undefined) => (phrase ? readSearch(`"${phrase}"`) : null);

  it.each(SEARCHES)(
    'has the same pages to the end, in each order, each once: %j',
    async ({ phrase, filter }) => {
      const found = findSlowly(DATASETS, { ...(phrase ? { phrase } : {}), filter });
      const conditions = [conditionOf({ text: textOf(phrase), filter })];
      for (const order of ORDERS) {
        const wanted = orderSlowly(found, order);
        expect(await walk(conditions, order)).toEqual(wanted);
        // None are few: what lies between keys is read.
        expect(await walk(conditions, order, -1)).toEqual(wanted);
      }
      const { priceMax, temporal, ...others } = filter;
      if (!(priceMax || temporal) || !(phrase || Object.keys(others).length > 0)) return;
      // What the index holds roughly is found in the entry alone.
      const leftToEntry = [
        conditionOf({ text: textOf(phrase), filter, leftToEntry: ['priceMax', 'temporal'] }),
      ];
      expect(await walk(leftToEntry, 'NEWEST')).toEqual(orderSlowly(found, 'NEWEST'));
      expect(await countHits(world.service.service.store, leftToEntry[0]!)).toMatchObject({
        count: found.length,
      });
    },
  );

  it('has no statement compiled, which takes longer than any of them', async () => {
    expect(await world.service.service.store.unscoped('show jit')).toEqual([{ jit: 'off' }]);
  });

  it.each([
    ['what nothing narrows beside it', { temporal: span(1903, 2020) }, []],
    ['what few satisfy', { themes: [THEMES[0]!], priceMax: usd(-1n) }, []],
    ['what many satisfy', { themes: [THEMES[0]!], priceMax: usd(10_000_000n) }, ['priceMax']],
    ['the commoner of two', { priceMax: usd(10_000_000n), temporal: span(1903, 1904) }, ['priceMax']],
    ['neither of two rare ones', { priceMax: usd(-1n), temporal: span(1403, 1404) }, []],
  ] as const)('asks the index for %s', async (_, filter, leftToEntry) => {
    const { store } = world.service.service;
    expect(await unhelpfulFilters(store, { text: null, filter })).toEqual(leftToEntry);
  });

  it('looks for phrases and filters that find something', () => {
    const empty = SEARCHES.filter((search) => findSlowly(DATASETS, search).length === 0);
    expect(empty.map(({ filter }) => filter.priceMax?.currency)).toEqual(['USD', 'EUR']);
  });

  it.each(['blood', 'blood pressure', '"blood pressure"', 'taxi -blood'])(
    'has the best answers first, each once, whichever way they are read: %s',
    async (typed) => {
      const search = { text: readSearch(typed), filter: {} };
      const all = await walk([conditionOf(search)], 'NEWEST');
      const best = await walk(conditionsByPlace(search), 'RELEVANCE');
      expect([...best].sort()).toEqual([...all].sort());
      expect(await walk(conditionsByPlace(search), 'RELEVANCE', -1)).toEqual(best);
    },
  );

  it.each(SEARCHES)('counts the same, and the same of each facet: %j', async ({ phrase, filter }) => {
    const found = findSlowly(DATASETS, { ...(phrase ? { phrase } : {}), filter });
    const condition = conditionOf({ text: textOf(phrase), filter });
    const { store } = world.service.service;
    expect(await countHits(store, condition)).toEqual({ count: found.length, estimated: false });
    const { rows, estimated } = await countFacets(store, condition);
    expect(estimated).toBe(false);
    const counted = (facet: string) =>
      Object.fromEntries(rows.filter((row) => row.facet === facet).map(({ value, count }) => [value, count]));
    const slow = (valuesOf: (dataset: (typeof found)[number]) => Iterable<string>) => {
      const counts = new Map<string, number>();
      for (const dataset of found)
        for (const value of new Set(valuesOf(dataset))) counts.set(value, (counts.get(value) ?? 0) + 1);
      // Of equally common ones, those that come first in the alphabet are kept.
      return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).slice(0, 50));
    };
    expect(counted('themes')).toEqual(slow(({ themes }) => themes));
    expect(counted('cooperatives')).toEqual(slow(({ cooperative }) => [cooperativeId(cooperative)]));
    expect(counted('purposes')).toEqual(slow(({ offers }) => offers.flatMap(({ purposes }) => purposes)));
  });
});
