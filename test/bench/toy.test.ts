import { describe, expect, it } from '@jest/globals';
import { askInProcess } from '../../bench/gateway/byHand/ask.js';
import type { Post } from '../../bench/gateway/byHand/ask.js';
import { BEST } from '../../bench/gateway/byHand/best.js';
import { OWN_PLAN } from '../../bench/gateway/byHand/ownPlan.js';
import { DATA_NAMES, DATA_SETS, rowsOf } from '../../bench/gateway/toy/data.js';
import type { ToyRows } from '../../bench/gateway/toy/data.js';
import { ToyExecutor } from '../../bench/gateway/toy/executor.js';
import { CASES, QUERIES } from '../../bench/gateway/toy/queries.js';
import { referenceAnswer } from '../../bench/gateway/toy/reference.js';
import { toySdls, toySubgraphs } from '../../bench/gateway/toy/subgraphs.js';
import { composeToy } from '../../bench/gateway/toy/supergraph.js';

const few = rowsOf('few');
const executorOf = (name: string, rows = few): ToyExecutor =>
  new ToyExecutor(toySubgraphs(rows).find((subgraph) => subgraph.name === name)!);

/** Texts that look like what the best server cuts at. */
const deceptive: ToyRows = {
  users: few.users.map((user) => ({ ...user, name: `"author":{"id":"${user.id}` })),
  products: few.products.map((product) => ({ ...product, name: '"price":1},{"upc":"p1"}]' })),
  reviews: few.reviews.map((review) => ({ ...review, body: '[{"reviews":[\\"upc":"p1 ¿é漢\u0000' })),
};
const TOYS: [string, ToyRows][] = [
  ...DATA_NAMES.map((name): [string, ToyRows] => [name, rowsOf(name)]),
  ['texts that look like JSON', deceptive],
  ['no reviews', { ...few, reviews: [] }],
  ['no products', { ...few, products: [], reviews: [] }],
  ['other authors than are listed first', { ...few, users: [...few.users].reverse() }],
];

/** The subgraphs in this process, asked by text; notes which were asked. */
function textSubgraphs(rows: ToyRows): { post: Post; asked: string[] } {
  const asked: string[] = [];
  const post: Post = async (name, body) => {
    asked.push(name);
    const { query, variables } = JSON.parse(body.toString()) as { query: string; variables?: object };
    return Buffer.from(JSON.stringify({ data: executorOf(name, rows).execute(query, { ...variables }) }));
  };
  return { post, asked };
}

describe.each(TOYS)('the toy that gateways are measured with, over %s', (_, rows) => {
  it.each(CASES)('is answered by hand with our plan as graphql-js answers it: %s', async (name) => {
    expect(await OWN_PLAN[name](askInProcess(rows))).toEqual(await referenceAnswer(QUERIES[name], rows));
  });

  it.each(CASES)('is answered by hand in the best way as graphql-js answers it: %s', async (name) => {
    const answer = await BEST[name](textSubgraphs(rows).post);
    // As text: with the keys in the order in which the query has them.
    expect(answer.toString()).toBe(JSON.stringify({ data: await referenceAnswer(QUERIES[name], rows) }));
  });
});

describe('the best server by hand', () => {
  it.each([
    { name: 'small', fetches: ['accounts'] },
    { name: 'medium', fetches: ['products', 'inventory'] },
    { name: 'big', fetches: ['accounts', 'products', 'reviews', 'accounts', 'products', 'inventory'] },
  ] as const)('sends the fewest fetches: $name', async ({ name, fetches }) => {
    const { post, asked } = textSubgraphs(few);
    await BEST[name](post);
    expect(asked).toEqual(fetches);
  });

  it('gives no answer out of one that failed', async () => {
    const post: Post = async () => Buffer.from('{"errors":[{"message":"gone"}],"data":null}');
    await expect(BEST.big(post)).rejects.toThrow('answered {"errors"');
  });
});

describe('the toy that gateways are measured with', () => {
  it('composes', () => {
    const urls = new Map(toySdls.map(({ name }) => [name, `http://127.0.0.1:1/${name}`]));
    expect(composeToy(urls)).toContain('http://127.0.0.1:1/reviews');
  });

  it.each([
    { name: 'few', least: 80_000, most: 96_000 },
    { name: 'many', least: 50_000, most: 90_000 },
    { name: 'short', least: 1_000, most: 6_000 },
    { name: 'long', least: 300_000, most: 600_000 },
  ] as const)('gives big answers of the size that it should: $name', async ({ name, least, most }) => {
    const bytes = JSON.stringify({ data: await referenceAnswer(QUERIES.big, rowsOf(name)) }).length;
    expect(bytes).toBeGreaterThan(least);
    expect(bytes).toBeLessThan(most);
  });

  it.each(DATA_NAMES)('has every user and every reviewed product in a review: %s', (name) => {
    const { users, reviews } = rowsOf(name);
    expect(new Set(reviews.map(({ authorId }) => authorId)).size).toBe(users.length);
    expect(new Set(reviews.map(({ productUpc }) => productUpc)).size).toBe(DATA_SETS[name].reviewedProducts);
  });

  it.each([
    {
      name: 'an entity that is not there',
      subgraph: 'products',
      query: 'query($r:[_Any!]!){_entities(representations:$r){...on Product{upc}}}',
      variables: {
        r: [
          { __typename: 'Product', upc: 'p1' },
          { __typename: 'Product', upc: 'none' },
        ],
      },
      want: { _entities: [{ upc: 'p1' }, null] },
    },
    {
      name: 'a type that it does not own',
      subgraph: 'products',
      query: 'query($r:[_Any!]!){_entities(representations:$r){...on User{id}}}',
      variables: { r: [{ __typename: 'User', id: 'u1' }] },
      want: { _entities: [null] },
    },
    {
      name: 'aliases, named fragments and type names',
      subgraph: 'accounts',
      query: '{ a: me { ...Both } a: me { __typename } } fragment Both on User { called: name username }',
      variables: {},
      want: { a: { called: 'Ines Carvalho', username: 'ines', __typename: 'User' } },
    },
    {
      name: 'an argument given by a variable',
      subgraph: 'products',
      query: 'query($n:Int){topProducts(first:$n){upc}}',
      variables: { n: 1 },
      want: { topProducts: [{ upc: 'p1' }] },
    },
  ])('knows $name', ({ subgraph, query, variables, want }) => {
    expect(executorOf(subgraph).execute(query, variables)).toEqual(want);
  });

  it('makes objects that whoever asked may add to', () => {
    const accounts = executorOf('accounts');
    const first = accounts.execute('{me{name}}') as { me: Record<string, unknown> };
    first.me.added = true;
    expect(accounts.execute('{me{name}}')).toEqual({ me: { name: 'Ines Carvalho' } });
  });
});
