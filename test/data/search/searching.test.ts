// cspell:ignore rdoba tsvector
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { entryOf } from '../../../subgraphs/data/domain/search/entry.js';
import { vectorOf } from '../../../subgraphs/data/store/search/lexemes.js';
import { listAll } from '../../../subgraphs/data/store/search/catalogueEntries.js';
import { charterTerms } from '../support/charter.js';
import { World } from '../support/world.js';
import type { Member } from '../support/world.js';
import { DATASETS, FILTERS, TYPED } from './searchBox.js';
import type { Name } from './searchBox.js';

interface Answer {
  datasets: {
    nodes: { id: string }[];
    totalCount: number;
    totalEstimated: boolean;
    facets: {
      estimated: boolean;
      themes: { value: string; label: string; count: number }[];
      cooperatives: { label: string }[];
      purposes: { value: string; label: string; count: number }[];
    };
  };
}

/** In PostgreSQL's plainest locale, in which no letter outside ASCII has a case, and in one with rules of its own. */
describe.each([undefined, 'tr-TR-u-ks-level1'])('searching the catalogue in the locale %s', (icuLocale) => {
  let world: World;
  let steward: Member;
  const names = new Map<string, Name>();

  beforeAll(async () => {
    world = await World.open({ icuLocale });
    steward = await world.admit(await world.found(), 'STEWARD');
    for (const [name, dataset] of Object.entries(DATASETS)) {
      names.set(await world.publish(steward, { ...dataset, temporal: null }), name as Name);
    }
  });
  afterAll(() => world.stop());

  const ask = async (variables: Record<string, unknown>) =>
    (
      await world.must<Answer>(
        undefined,
        `query ($search: String, $filter: DatasetFilter) { datasets(search: $search, filter: $filter) {
          nodes { id } totalCount totalEstimated
          facets { estimated themes { value label count } cooperatives { label } purposes { value label count } } } }`,
        variables,
      )
    ).datasets;
  const found = async (variables: Record<string, unknown>) => {
    const { nodes, totalCount, totalEstimated } = await ask(variables);
    expect({ totalCount, totalEstimated }).toEqual({ totalCount: nodes.length, totalEstimated: false });
    return nodes.map(({ id }) => names.get(id)).sort();
  };

  it.each(TYPED)('finds by %j: %j', async (search, wanted) => {
    expect(await found({ search })).toEqual([...wanted].sort());
  });

  it.each(FILTERS)('narrows by %j: %j', async (filter, wanted) => {
    expect(await found({ filter })).toEqual([...wanted].sort());
  });

  it.each([
    ['a co-op of 2,050 characters', { cooperative: 'x'.repeat(2_050) }],
    ['a currency of 3,000 characters', { priceMax: { currency: 'x'.repeat(3_000), amountMinor: '1' } }],
    ['what is no currency', { priceMax: { currency: 'XXX', amountMinor: '1' } }],
    ['a price higher than any', { priceMax: { currency: 'EUR', amountMinor: '9223372036854775808' } }],
    ['a price lower than any', { priceMax: { currency: 'EUR', amountMinor: '-9223372036854775809' } }],
  ])('refuses to narrow by %s', async (_, filter) => {
    const query = 'query ($filter: DatasetFilter) { datasets(filter: $filter) { totalCount } }';
    expect((await world.service.ask(undefined, query, { filter })).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('narrows by the highest price that there may be', async () => {
    const priceMax = { currency: 'EUR', amountMinor: '9223372036854775807' };
    expect(await ask({ filter: { priceMax } })).toMatchObject({ totalEstimated: false });
  });

  it('puts what is named so before what only speaks of it', async () => {
    const speaks = await world.publish(steward, { title: 'Other', description: 'Rides.', keywords: ['b'] });
    const heads = await world.publish(steward, { title: 'Else', description: 'x', keywords: ['rides'] });
    const isNamed = await world.publish(steward, { title: 'Rides', description: 'x', keywords: ['a'] });
    const { nodes } = await ask({ search: 'rides' });
    expect(nodes.map(({ id }) => id)).toEqual([isNamed, heads, speaks, idOf('taxi')]);
  });

  it('names co-ops, themes and purposes in its facets, and a theme once, however it is written', async () => {
    const dataset = await world.publish(steward, { title: 'Quinoa', themes: ['health', 'Food'] });
    await world.offer(steward, dataset);
    const { facets } = await ask({ search: 'quinoa' });
    expect(facets).toEqual({
      estimated: false,
      themes: [
        { value: 'Food', label: 'Food', count: 1 },
        { value: 'HEALTH', label: 'HEALTH', count: 1 },
      ],
      cooperatives: [{ label: 'Drivers' }],
      purposes: [{ value: 'dpv:AcademicResearch', label: 'Academic Research', count: 1 }],
    });
  });

  it('finds a dataset by the offers that it has now', async () => {
    const dataset = await world.publish(steward, { title: 'Offered anew' });
    const filter = { purpose: 'dpv:AcademicResearch', priceMax: { amountMinor: '260000', currency: 'USD' } };
    const ids = async () => (await ask({ search: 'anew', filter })).nodes.map(({ id }) => id);
    const expensive = { price: { amount: { amountMinor: '260001', currency: 'USD' }, model: 'FLAT' } };
    expect(await ids()).toEqual([]);
    await world.offer(steward, dataset, expensive);
    expect(await ids()).toEqual([]);
    await Promise.all([world.offer(steward, dataset), world.offer(steward, dataset, expensive)]);
    expect(await ids()).toEqual([dataset]);
  });

  it('finds no dataset by an offer that a new charter took back', async () => {
    const cooperative = await world.found();
    const other = await world.admit(cooperative, 'STEWARD');
    const dataset = await world.publish(other, { title: 'Taken back' });
    await world.offer(other, dataset);
    const ids = async () =>
      (await ask({ filter: { cooperative, purpose: 'dpv:AcademicResearch' } })).nodes.map(({ id }) => id);
    expect(await ids()).toEqual([dataset]);
    const prohibitedPurposes = ['dpv:ResearchAndDevelopment'];
    await world.enactCharter(
      cooperative,
      2,
      charterTerms({ allowedPurposes: ['dpv:Marketing'], prohibitedPurposes }),
    );
    expect(await ids()).toEqual([]);
  });

  it('lists what has no blanks, and what folds into much more than it was', async () => {
    const hex = Array.from({ length: 140 }, (_, index) =>
      createHash('sha256').update(`${index}`).digest('hex'),
    );
    const words = {
      description: hex.join(''),
      keywords: ['\uFDFA'.repeat(100)],
      themes: ['\uFDFA'.repeat(99)],
    };
    const id = await world.publish(steward, { title: 'Endless', ...words });
    expect((await ask({ search: 'endless', filter: { themes: words.themes } })).nodes).toEqual([{ id }]);
  });

  it('keeps of words what an index takes, and of terms all', async () => {
    const [longest] = DATASETS.taxi.columns;
    // No two signs stand beside one another twice.
    const signAt = (place: number): number =>
      0x4e00 + ((place * (7_919 + 2 * Math.floor(place / 20_000))) % 20_000);
    const columns = Array.from({ length: 100 }, (_, column) => ({
      ...longest,
      type: 'TEXT' as const,
      meaning: String.fromCodePoint(...Array.from({ length: 500 }, (_, at) => signAt(column * 500 + at))),
    })) as never;
    const listed = { ...DATASETS.taxi, columns, temporal: null, cooperativeId: 'coop_one', offers: [] };
    const { index } = entryOf(listed);
    const [{ words }] = (await world.service.sql('select length($1::tsvector) as words', [
      vectorOf(index),
    ])) as [{ words: number }];
    expect(words).toBe(index.size);
    expect([index.has('in/coop_one'), index.has('text/taxi')]).toEqual([true, true]);
  });

  it('finds everything again once its index is made anew', async () => {
    const before = await ask({ search: 'taxi' });
    await world.service.sql('delete from catalogue_entry');
    expect((await ask({ search: 'taxi' })).nodes).toEqual([]);
    const query = <Row>(sql: string, parameters?: unknown[]) =>
      world.service.sql(sql, parameters) as Promise<Row[]>;
    await listAll({ query });
    expect(await ask({ search: 'taxi' })).toEqual(before);
  });

  it.each([
    ['a keyword in two forms', { keywords: ['Córdoba', 'Co\u0301rdoba'] }],
    ['a theme in two cases', { themes: ['Health', 'HEALTH'] }],
    [
      'a category in two forms',
      {
        columns: [
          {
            name: 'a',
            type: 'TEXT',
            meaning: 'm',
            sensitivity: 'ORDINARY',
            categories: ['Córdoba', 'Co\u0301rdoba'],
          },
        ],
      },
    ],
  ])('refuses a dataset with %s', async (_, change) => {
    const input = {
      title: 't',
      description: 'd',
      keywords: [],
      themes: [],
      columns: [{ name: 'a', type: 'NUMBER', meaning: 'm', sensitivity: 'ORDINARY' }],
      rowsPerMemberMax: 1,
      cooperative: steward.cooperative,
      ...change,
    };
    expect((await world.mutate(steward.did, 'publishDataset', input)).codes).toEqual(['BAD_USER_INPUT']);
  });

  const idOf = (name: Name) => [...names].find(([, other]) => other === name)![0];
});
