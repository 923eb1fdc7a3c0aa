import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const echo = (_: unknown, given: object) => JSON.stringify(given);

const TYPES = `
  scalar Anything
  enum Order { UP DOWN }
  input Page { first: Int! = 10, after: ID, order: Order = UP, within: [Page!], filter: Filter }
  input Filter { words: [String!], least: Float, tags: [[Int]] }
`;

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'first',
      typeDefs: `${TYPES}
        type Query { list(page: Page = { first: 3 }, ids: [ID!], by: Anything): String, node: Node }
        type Node @key(fields: "id") { id: ID!, own(page: Page): String }
      `,
      resolvers: { Query: { list: echo, node: () => ({ id: 'n' }) }, Node: { own: echo } },
    },
    {
      name: 'second',
      typeDefs: `${TYPES}
        type Query { other(page: Page, times: Int! = 2): String }
        type Node @key(fields: "id") {
          id: ID!
          items(page: Page, ids: [ID!], exact: Boolean): String
          representations(of: Int): Int
        }
      `,
      resolvers: { Query: { other: echo }, Node: { items: echo, representations: (_, { of }) => of } },
    },
  );
});

describe('variables', () => {
  test.each([
    {
      name: 'reach every subgraph that reads them, and defaults are filled in there',
      query:
        'query ($page: Page) { list(page: $page) node { own(page: $page) items(page: $page) } other(page: $page) }',
      variables: { page: { after: 'x', filter: { words: ['a'] } } },
      data: {
        list: '{"page":{"first":10,"after":"x","order":"UP","filter":{"words":["a"]}}}',
        node: {
          own: '{"page":{"first":10,"after":"x","order":"UP","filter":{"words":["a"]}}}',
          items: '{"page":{"first":10,"after":"x","order":"UP","filter":{"words":["a"]}}}',
        },
        other: '{"page":{"first":10,"after":"x","order":"UP","filter":{"words":["a"]}},"times":2}',
      },
    },
    {
      name: 'that are not given leave arguments to their defaults',
      query:
        'query ($page: Page, $ids: [ID!]) { list(page: $page, ids: $ids) node { items(page: $page, ids: $ids) } }',
      data: { list: '{"page":{"first":3,"order":"UP"}}', node: { items: '{}' } },
    },
    {
      name: 'that are null are null, and not left out',
      query:
        'query ($page: Page, $ids: [ID!]) { list(page: $page, ids: $ids) node { items(page: $page, ids: $ids) } }',
      variables: { page: null, ids: null },
      data: { list: '{"page":null,"ids":null}', node: { items: '{"page":null,"ids":null}' } },
    },
    {
      name: 'have defaults of their own',
      query:
        'query ($page: Page = { first: 1, within: [{ order: DOWN }] }, $ids: [ID!] = ["a", "b"]) { node { items(page: $page, ids: $ids) } }',
      data: {
        node: {
          items: '{"page":{"first":1,"order":"UP","within":[{"first":10,"order":"DOWN"}]},"ids":["a","b"]}',
        },
      },
    },
    {
      name: 'that are given go before defaults, null too',
      query:
        'query ($page: Page = { first: 1 }, $ids: [ID!] = ["a"]) { node { items(page: $page, ids: $ids) } }',
      variables: { page: { first: 5 }, ids: null },
      data: { node: { items: '{"page":{"first":5,"order":"UP"},"ids":null}' } },
    },
    {
      name: 'stand within lists and inputs that are written out',
      query:
        'query ($word: String!, $n: Int!, $order: Order) { node { items(page: { first: $n, order: $order, filter: { words: ["x", $word], tags: [[$n], null] } }) } }',
      variables: { word: 'y', n: 4 },
      data: {
        node: { items: '{"page":{"first":4,"order":"UP","filter":{"words":["x","y"],"tags":[[4],null]}}}' },
      },
    },
    {
      name: 'make a list of one',
      query: 'query ($ids: [ID!]) { list(ids: $ids) node { items(ids: $ids) } }',
      variables: { ids: 7 },
      data: { list: '{"page":{"first":3,"order":"UP"},"ids":["7"]}', node: { items: '{"ids":["7"]}' } },
    },
    {
      name: 'of a scalar of our own pass as they are',
      query:
        'query ($any: Anything) { a: list(page: null, by: $any) b: list(page: null, by: { x: [1, { y: null }] }) }',
      variables: { any: { deep: [1, 'two', { three: null }] } },
      data: {
        a: '{"page":null,"by":{"deep":[1,"two",{"three":null}]}}',
        b: '{"page":null,"by":{"x":[1,{"y":null}]}}',
      },
    },
    {
      name: 'may be called like one of ours',
      query: 'query ($representations: Int) { node { representations(of: $representations) items } }',
      variables: { representations: 5 },
      data: { node: { representations: 5, items: '{}' } },
    },
    {
      name: 'hold any text',
      query:
        'query ($ids: [ID!]) { node { items(ids: $ids) also: items(ids: ["\\"\\\\ü\\u2028", """block "x" """]) } }',
      variables: { ids: ['"\\', 'ü\u2028', '\u0000', '}'] },
      data: {
        node: {
          items: JSON.stringify({ ids: ['"\\', 'ü\u2028', '\u0000', '}'] }),
          also: JSON.stringify({ ids: ['"\\ü\u2028', 'block "x" '] }),
        },
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('reach only who reads them', async () => {
    const query = 'query ($a: Page, $b: Page) { list(page: $a) other(page: $b) }';
    federation.requests.length = 0;
    await federation.execute({ query, variables: { a: { first: 1 }, b: { first: 2 } } });
    const sent = federation.requests.map(({ subgraph, variables }) => [
      subgraph,
      Object.values(variables ?? {}),
    ]);
    expect(Object.fromEntries(sent)).toEqual({ first: [{ first: 1 }], second: [{ first: 2 }] });
  });

  test.each([
    ['an unknown field', { page: { second: 1 } }],
    ['a wrong type', { page: { first: 'one' } }],
    ['a wrong enum value', { page: { order: 'SIDEWAYS' } }],
    ['null where there may be none', { page: { first: null } }],
  ])('with %s are refused before anybody is asked', async (_, variables) => {
    federation.requests.length = 0;
    const { data, errors } = await federation.execute({
      query: 'query ($page: Page) { list(page: $page) }',
      variables,
    });
    expect([data, errors?.length, federation.requests]).toEqual([undefined, 1, []]);
  });
});
