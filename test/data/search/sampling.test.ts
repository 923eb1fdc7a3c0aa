import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cooperativeId } from '../../../bench/catalogue/seed.js';
import { countFacets, countHits } from '../../../subgraphs/data/store/search/catalogueCounts.js';
import { readPage } from '../../../subgraphs/data/store/search/cataloguePage.js';
import type { Found, Key } from '../../../subgraphs/data/store/search/cataloguePage.js';
import { ORDERINGS } from '../../../subgraphs/data/store/search/ordering.js';
import { conditionOf } from '../../../subgraphs/data/store/search/catalogueQuery.js';
import { readSearch } from '../../../subgraphs/data/domain/search/searchText.js';
import type { Tx } from '../../../subgraphs/kit/store/tx.js';
import { openLargeCatalogue } from '../support/largeCatalogue.js';
import type { World } from '../support/world.js';

const DATASETS = 500;

/** Estimates are made where there are more hits than a test has datasets: here, from the first sampled hit on. */
describe('a large catalogue', () => {
  let world: World;

  beforeAll(async () => {
    world = await openLargeCatalogue(DATASETS);
    // A busy machine takes its time over these.
  }, 120_000);
  afterAll(() => world.stop());

  it.each([null, 'blood', '-blood'])('is counted exactly, or estimated and said to be: %j', async (text) => {
    const { store } = world.service.service;
    const condition = conditionOf({ text: text === null ? null : readSearch(text), filter: {} });
    const exact = await countHits(store, condition);
    const estimate = await countHits(store, condition, 3);
    expect(exact.estimated).toBe(false);
    expect(estimate.estimated).toBe(true);
    // The rows are the same in each run: these bounds are not left to chance.
    expect(Math.abs(estimate.count - exact.count)).toBeLessThan(exact.count * 0.5);
    const facets = await countFacets(store, condition);
    const estimates = await countFacets(store, condition, 3);
    expect([facets.estimated, estimates.estimated]).toEqual([false, true]);
    const total = ({ rows }: typeof facets) =>
      rows.filter(({ facet }) => facet === 'cooperatives').reduce((sum, { count }) => sum + count, 0);
    expect(total(facets)).toBeGreaterThan(exact.count * 0.9);
    expect(total(estimates)).toBe(estimate.count);
  });

  it.each(['NEWEST', 'TITLE', 'RECORDS'] as const)(
    'is read to the end by %s, also where a walk gives up before a page is full',
    async (order) => {
      const { store } = world.service.service;
      const condition = conditionOf({ text: readSearch('blood'), filter: {} });
      const all = async (fewMax?: number): Promise<string[]> => {
        const ids: string[] = [];
        for (let after: Key | null = null; ;) {
          const found = await readPage(store, {
            conditions: [condition],
            ordering: ORDERINGS[order],
            after: after && { part: 0, key: after },
            limit: 20,
            fewMax,
          });
          ids.push(...found.map(({ dataset }) => dataset.id));
          if (found.length < 20) return ids;
          after = found.at(-1)!.key;
        }
      };
      const whole = await all();
      expect(new Set(whole).size).toBe((await countHits(store, condition)).count);
      // None are few: all pages but the last lie between keys.
      expect(await all(-1)).toEqual(whole);
    },
  );

  it('keeps nothing of an entry beside it but its words', async () => {
    const apart = (column: string) => `count(pg_column_toast_chunk_id(${column}))::int as ${column}`;
    const [row] = await world.service.sql<Record<string, number>>(
      `select ${['dataset_id', 'cooperative_id', 'title_key', 'currency', 'more_offers', 'search'].map(apart).join()}
       from catalogue_entry`,
    );
    const { search, ...others } = row!;
    expect(search).toBeGreaterThan(DATASETS * 0.9);
    expect(others).toEqual({ dataset_id: 0, cooperative_id: 0, title_key: 0, currency: 0, more_offers: 0 });
  });

  it.each([
    ['TITLE', {}],
    ['NEWEST', {}],
    ['RECORDS', {}],
    ['TITLE', { cooperative: cooperativeId(0) }],
    ['NEWEST', { cooperative: cooperativeId(0) }],
    ['RECORDS', { cooperative: cooperativeId(0) }],
  ] as const)('has its pages by %s read from the index in that order: %j', async (order, filter) => {
    const limit = 21;
    await world.service.service.store.transaction({}, async (tx) => {
      const conditions = [conditionOf({ text: null, filter })];
      const page = (after: Found | undefined) =>
        readPage(
          { unscoped: (sql, parameters) => tx.query(sql, parameters) },
          {
            conditions,
            ordering: ORDERINGS[order],
            after: after ? { part: 0, key: after.key } : null,
            limit,
          },
        );
      const before = await rowsRead(tx);
      const first = await page(undefined);
      const second = await page(first.at(-1));
      expect(new Set([...first, ...second].map(({ dataset }) => dataset.id)).size).toBe(2 * limit);
      const after = await rowsRead(tx);
      expect(after.unordered).toBe(before.unordered);
      // Each with its entry; the place behind which a page lies may be read once more.
      expect(after.byIndex - before.byIndex).toBeLessThanOrEqual(4 * (limit + 1));
    });
  });
});

/** Rows that this connection has read of datasets and their entries, some of them in earlier transactions. */
async function rowsRead(tx: Pick<Tx, 'query'>): Promise<{ unordered: number; byIndex: number }> {
  const [row] = await tx.query<{ unordered: number; byIndex: number }>(
    `select coalesce(sum(seq_tup_read), 0)::int as unordered, coalesce(sum(idx_tup_fetch), 0)::int as "byIndex"
     from pg_stat_xact_user_tables where relname in ('dataset', 'catalogue_entry')`,
  );
  return row!;
}
