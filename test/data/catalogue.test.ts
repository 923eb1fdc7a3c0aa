import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { World, datasetInput, offerTerms } from './support/world.js';
import type { Buyer, Member } from './support/world.js';

interface Page {
  edges: { cursor: string; node: { id: string; title: string } }[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
  totalCount: number;
  facets: Record<'themes' | 'cooperatives' | 'purposes', { value: string; count: number }[]>;
}

const ORDERS = ['RELEVANCE', 'TITLE', 'NEWEST', 'RECORDS'];
const COLUMN = { name: 'fare', type: 'NUMBER', meaning: 'paid', sensitivity: 'ORDINARY' };

describe('the catalogue', () => {
  let world: World;
  let drivers: Member;
  let growers: Member;
  let buyer: Buyer;
  let taxi: string;
  let corn: string;

  beforeAll(async () => {
    world = await World.open();
    drivers = await world.admit(await world.found(), 'STEWARD');
    growers = await world.admit(await world.found(), 'STEWARD');
    buyer = await world.register();
    taxi = await world.publish(drivers);
    corn = await world.publish(growers, {
      title: 'Corn yields',
      description: 'Yield monitors of farms, and what the taxis of the harvest cost.',
      keywords: ['corn', 'yield'],
      themes: ['agriculture', 'environment'],
      temporal: { from: '1999-01-01T00:00:00.000Z', until: '2002-01-01T00:00:00.000Z' },
    });
    await world.offer(drivers, taxi);
    await world.offer(growers, corn, {
      purposes: ['dpv:ResearchAndDevelopment'],
      prohibited: ['dpv:CommercialResearch'],
      price: { amount: { amountMinor: '900000', currency: 'USD' }, model: 'FLAT' },
    });
  });
  afterAll(() => world.stop());

  async function search(variables: Record<string, unknown> = {}): Promise<Page> {
    const { datasets } = await world.must<{ datasets: Page }>(undefined, SEARCH, variables);
    return datasets;
  }
  const found = async (variables: Record<string, unknown>): Promise<string[]> =>
    (await search(variables)).edges.map(({ node }) => node.id);

  const SEARCH = `query ($search: String, $filter: DatasetFilter, $orderBy: DatasetOrder! = RELEVANCE, $first: Int! = 20, $after: ID) {
    datasets(search: $search, filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
      edges { cursor node { id title } } pageInfo { hasNextPage endCursor } totalCount
      facets { themes { value count } cooperatives { value count } purposes { value count } } } }`;

  it('shows anyone a dataset that a steward published, with what can be said of it', async () => {
    const query = `query ($id: ID!) { dataset(id: $id) { id title schema { columns { name type unit } rowsPerMemberMax }
      contributorCount recordCount temporal { from until } quality { documentedBp completenessBp } cooperative { id }
      offers { purposes prohibited digest price { amount { amountMinor currency } model jobPrice { currency } } policy }
      distributions { kind } source { kind name } provenance { entities { id } agents { id } document } } }`;
    const { dataset } = await world.must<{ dataset: Record<string, unknown> }>(undefined, query, {
      id: taxi,
    });
    expect(dataset).toMatchObject({
      id: taxi,
      title: 'Taxi trips',
      contributorCount: 0,
      recordCount: 0,
      cooperative: { id: drivers.cooperative },
      quality: { documentedBp: 10_000, completenessBp: null },
      distributions: [{ kind: 'COMPUTE' }],
      source: { kind: 'LOCAL', name: null },
      offers: [
        {
          purposes: ['dpv:AcademicResearch'],
          prohibited: ['dpv:Advertising'],
          price: { model: 'FLAT', jobPrice: null },
        },
      ],
    });
    expect(JSON.stringify(dataset.provenance)).toContain('prov:wasAttributedTo'.slice(5));
  });

  it('finds words in titles, keywords and descriptions of all co-ops, the best answer first', async () => {
    expect(await found({ search: 'taxi' })).toEqual([taxi, corn]);
    expect(await found({ search: '"yield monitors"' })).toEqual([corn]);
    expect(await found({ search: 'taxi -harvest' })).toEqual([taxi]);
    expect(await found({ search: 'submarine' })).toEqual([]);
  });

  it.each<{ name: string; filter: () => Record<string, unknown>; expected: () => string[] }>([
    { name: 'a co-op', filter: () => ({ cooperative: growers.cooperative }), expected: () => [corn] },
    {
      name: 'any of some themes',
      filter: () => ({ themes: ['environment', 'transport'] }),
      expected: () => [corn, taxi],
    },
    { name: 'all of some keywords', filter: () => ({ keywords: ['corn', 'yield'] }), expected: () => [corn] },
    {
      name: 'keywords that no one dataset has',
      filter: () => ({ keywords: ['corn', 'taxi'] }),
      expected: () => [],
    },
    {
      name: 'a purpose, by offers for broader ones too',
      filter: () => ({ purpose: 'dpv:AcademicResearch' }),
      expected: () => [corn, taxi],
    },
    {
      name: 'a purpose that the offer for a broader one prohibits',
      filter: () => ({ purpose: 'dpv:CommercialResearch' }),
      expected: () => [],
    },
    {
      name: 'a price',
      filter: () => ({ priceMax: { amountMinor: '250000', currency: 'USD' } }),
      expected: () => [taxi],
    },
    {
      name: 'a price in another currency',
      filter: () => ({ priceMax: { amountMinor: '990000', currency: 'EUR' } }),
      expected: () => [],
    },
    {
      name: 'a time',
      filter: () => ({ temporal: { from: '2001-01-01T00:00:00.000Z', until: '2019-02-28T00:00:00.000Z' } }),
      expected: () => [corn],
    },
  ])('narrows by $name', async ({ filter, expected }) => {
    expect(await found({ filter: filter() })).toEqual(expected());
  });

  it('counts what would narrow a search further', async () => {
    const { facets, totalCount } = await search({ search: 'taxi', first: 1 });
    expect(totalCount).toBe(2);
    expect(facets.themes).toEqual([
      { value: 'agriculture', count: 1 },
      { value: 'environment', count: 1 },
      { value: 'transport', count: 1 },
    ]);
    expect(facets.cooperatives).toHaveLength(2);
    expect(facets.purposes).toEqual([
      { value: 'dpv:AcademicResearch', count: 1 },
      { value: 'dpv:ResearchAndDevelopment', count: 1 },
    ]);
    expect((await search({ search: 'submarine' })).facets.themes).toEqual([]);
  });

  it.each<{ name: string; variables: Record<string, unknown> }>([
    { name: 'a page of nothing', variables: { first: 0 } },
    { name: 'a page of more than a hundred', variables: { first: 101 } },
    { name: 'a cursor of ours of another kind', variables: { after: cursor(['lic_x']) } },
    { name: 'a cursor that is none', variables: { after: '%%%' } },
    {
      name: 'a cursor of another order',
      variables: { orderBy: 'TITLE', after: cursor(['NEWEST', '2026-01-01T00:00:00.000Z', 'dst_x']) },
    },
    {
      name: 'a cursor with a value of another kind',
      variables: { orderBy: 'RECORDS', after: cursor(['RECORDS', 'many', 'dst_x']) },
    },
    {
      name: 'a cursor with an instant that is none',
      variables: { orderBy: 'NEWEST', after: cursor(['NEWEST', '2026-99-01T00:00:00.000Z', 'dst_x']) },
    },
    {
      name: 'a time that ends before it begins',
      variables: { filter: { temporal: { from: '2020-01-01T00:00:00Z', until: '2019-01-01T00:00:00Z' } } },
    },
    { name: 'a search longer than a title', variables: { search: 'a'.repeat(201) } },
    {
      name: 'a place of a best answer that there is none of',
      variables: { search: 'taxi', after: cursor(['RELEVANCE', '7 2026-01-01T00:00:00.000Z', 'dst_x']) },
    },
    { name: 'a search with a character that no text has', variables: { search: 'a\0b' } },
    { name: 'a purpose outside the vocabulary', variables: { filter: { purpose: 'dpv:Whatever' } } },
  ])('refuses $name', async ({ variables }) => {
    expect((await world.service.ask(undefined, SEARCH, variables)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it('lets stewards of the co-op publish, and no one else', async () => {
    const input = datasetInput(drivers.cooperative);
    const member = await world.admit(drivers.cooperative);
    expect((await world.mutate(undefined, 'publishDataset', input)).codes).toEqual(['UNAUTHENTICATED']);
    for (const { did } of [member, growers, buyer]) {
      expect((await world.mutate(did, 'publishDataset', input)).codes).toEqual(['FORBIDDEN']);
      expect((await world.mutate(did, 'publishOffer', { dataset: taxi, terms: offerTerms() })).codes).toEqual(
        ['FORBIDDEN'],
      );
    }
  });

  it.each<{ name: string; change: Record<string, unknown> }>([
    { name: 'no columns', change: { columns: [] } },
    { name: 'two columns of one name', change: { columns: [COLUMN, COLUMN] } },
    {
      name: 'a column name that SQL would have to quote',
      change: { columns: [{ ...COLUMN, name: 'Fare; drop' }] },
    },
    {
      name: 'bounds of a text',
      change: { columns: [{ ...COLUMN, type: 'TEXT', bounds: { min: 0, max: 1 } }] },
    },
    {
      name: 'bounds of a whole number that no double holds',
      change: { columns: [{ ...COLUMN, type: 'INTEGER', bounds: { min: 0, max: 2 ** 53 } }] },
    },
    {
      name: 'bounds beyond what is counted exactly',
      change: { columns: [{ ...COLUMN, bounds: { min: 0, max: 1e16 } }] },
    },
    {
      name: 'bounds finer than what is counted',
      change: { columns: [{ ...COLUMN, bounds: { min: 0, max: 1e-7 } }] },
    },
    { name: 'bounds the wrong way round', change: { columns: [{ ...COLUMN, bounds: { min: 2, max: 1 } }] } },
    { name: 'categories of a number', change: { columns: [{ ...COLUMN, categories: ['a'] }] } },
    { name: 'no title', change: { title: '' } },
    { name: 'a keyword twice', change: { keywords: ['a', 'a'] } },
    { name: 'no rows a member', change: { rowsPerMemberMax: 0 } },
  ])('refuses a dataset with $name', async ({ change }) => {
    const input = { ...datasetInput(drivers.cooperative), ...change };
    expect((await world.mutate(drivers.did, 'publishDataset', input)).codes).toEqual(['BAD_USER_INPUT']);
  });

  it.each<{ name: string; change: Record<string, unknown>; code: string }>([
    { name: 'a prohibited purpose', change: { purposes: ['dpv:Advertising'] }, code: 'PURPOSE_PROHIBITED' },
    {
      name: 'a purpose that nobody allowed',
      change: { purposes: ['dpv:FraudPreventionAndDetection'] },
      code: 'PURPOSE_NOT_ALLOWED',
    },
    { name: 'no purpose', change: { purposes: [] }, code: 'BAD_USER_INPUT' },
    {
      name: 'a purpose that it prohibits too',
      change: { prohibited: ['dpv:ResearchAndDevelopment'] },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'another currency',
      change: { price: { amount: { amountMinor: '1', currency: 'EUR' }, model: 'FLAT' } },
      code: 'PRICE_CURRENCY_MISMATCH',
    },
    {
      name: 'a price below nothing',
      change: { price: { amount: { amountMinor: '-1', currency: 'USD' }, model: 'FLAT' } },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'a price a job that is not named',
      change: { price: { amount: { amountMinor: '1', currency: 'USD' }, model: 'PER_JOB' } },
      code: 'BAD_USER_INPUT',
    },
    { name: 'no days', change: { termDays: 0 }, code: 'BAD_USER_INPUT' },
  ])('refuses an offer with $name: $code', async ({ change, code }) => {
    const input = { dataset: taxi, terms: { ...offerTerms(), ...change } };
    expect((await world.mutate(drivers.did, 'publishOffer', input)).codes).toEqual([code]);
  });

  it('meets every dataset once on a walk, in every order, while others are published', async () => {
    const titles = ['Apples', 'apples', '\u00c4ra', 'trips', 'Zebras'];
    const publish = (title: string) => world.publish(drivers, { title, description: 'Walked over.' });
    for (const title of titles) await publish(title);
    const walk = fc.record({
      orderBy: fc.constantFrom(...ORDERS),
      first: fc.integer({ min: 1, max: 4 }),
      search: fc.constantFrom(null, 'walked', 'trips'),
      newcomers: fc.array(fc.constantFrom(...titles), { maxLength: 2 }),
    });
    await fc.assert(
      fc.asyncProperty(walk, async ({ orderBy, first, search: text, newcomers }) => {
        const waiting = [...newcomers];
        const variables = { search: text, orderBy, first };
        const before = new Set(await found({ ...variables, first: 100 }));
        const met: string[] = [];
        let after: string | null = null;
        do {
          const page: Page = await search({ ...variables, after });
          met.push(...page.edges.map(({ node }) => node.id));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
          const newcomer = waiting.pop();
          if (newcomer) await publish(newcomer);
        } while (after);
        expect(new Set(met).size).toBe(met.length);
        expect(met.filter((id) => before.has(id))).toHaveLength(before.size);
      }),
      { numRuns: 25 },
    );
  });
});

function cursor(key: unknown[]): string {
  return Buffer.from(JSON.stringify(key), 'utf8').toString('base64url');
}
