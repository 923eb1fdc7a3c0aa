import { GraphQLScalarType } from 'graphql';
import { afterEach, beforeAll, describe, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const Money = new GraphQLScalarType({ name: 'Money', serialize: (value) => ({ minor: String(value) }) });

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'things',
      typeDefs: `
        scalar Money
        type Query { thing: Thing, grid: [[[Int]]!], sums: [Money!] }
        type Thing @key(fields: "id") { id: ID!, price: Money, rows: [[Cell!]] }
        type Cell @key(fields: "x y") { x: Int!, y: Int! }
      `,
      resolvers: {
        Money,
        Query: {
          thing: () => ({ id: 't', price: 5n, rows: [[cell(0, 0), cell(0, 1)], null, []] }),
          grid: () => [[[1, null], null, []], [[]]],
          sums: () => [1n, 2n],
        },
      },
    },
    {
      name: 'values',
      typeDefs: `
        scalar Money
        enum Kind { A B }
        type Thing @key(fields: "id") {
          id: ID!, int: Int, float: Float, text: String, flag: Boolean, ref: ID, kind: Kind, ints: [Int], must: Int!
          anything: Money
        }
        type Cell @key(fields: "x y") { x: Int!, y: Int!, colour(dark: Boolean): String }
      `,
      resolvers: { Cell: { colour: ({ x, y }, { dark }) => `${x}${y}${dark ? '!' : ''}` } },
    },
  );
});
afterEach(() => federation.restore());

function cell(x: number, y: number): object {
  return { x, y };
}

describe('values', () => {
  test.each([
    {
      name: 'of scalars of our own pass as they are',
      query: '{ thing { price } sums }',
      data: { thing: { price: { minor: '5' } }, sums: [{ minor: '1' }, { minor: '2' }] },
    },
    {
      name: 'may be lists of lists of lists',
      query: '{ grid }',
      data: { grid: [[[1, null], null, []], [[]]] },
    },
    {
      name: 'may be lists of lists of entities',
      query: '{ thing { rows { colour(dark: true) } } }',
      data: { thing: { rows: [[{ colour: '00!' }, { colour: '01!' }], null, []] } },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  /** Answers for the second subgraph with what no server of GraphQL should send. */
  function answerWith(values: object): void {
    federation.servers.set('values', () => Promise.resolve({ data: { _entities: [values] } }));
  }

  test.each<[string, string, unknown, unknown]>([
    ['an integer', 'int', 7, 7],
    ['an integer with a point', 'int', 7.0, 7],
    ['a big fraction', 'float', 1e300, 1e300],
    ['an integer for a fraction', 'float', 7, 7],
    ['a text', 'text', 'ü\u2028"\\', 'ü\u2028"\\'],
    ['a truth', 'flag', false, false],
    ['a number for an id', 'ref', 7, '7'],
    ['a text for an id', 'ref', 'x', 'x'],
    ['a value of an enum', 'kind', 'A', 'A'],
    ['null', 'int', null, null],
    ['nothing for what may be null', 'int', undefined, null],
    ['a list with null', 'ints', [1, null], [1, null]],
    ['anything for a scalar of our own', 'anything', { a: [1, { b: null }] }, { a: [1, { b: null }] }],
  ])('%s is taken', async (_, field, sent, data) => {
    answerWith({ [field]: sent });
    await expectAnswer(federation, {
      name: '',
      query: `{ thing { ${field} } }`,
      data: { thing: { [field]: data } },
    });
  });

  test.each<[string, string, unknown]>([
    ['a fraction for an integer', 'int', 7.5],
    ['too big an integer', 'int', 2 ** 31],
    ['a text for an integer', 'int', 'seven'],
    ['an object for a text', 'text', { a: 1 }],
    ['a list for a text', 'text', ['a']],
    ['an object for a truth', 'flag', {}],
    ['a text for a truth', 'flag', 'true'],
    ['an object for an id', 'ref', {}],
    ['a fraction for an id', 'ref', 7.5],
    ['no value of an enum', 'kind', 'C'],
    ['what every object has, for an enum', 'kind', 'toString'],
    ['a number where a list should be', 'ints', 7],
  ])('%s is null, with an error', async (_, field, sent) => {
    answerWith({ [field]: sent });
    const query = `{ thing { v: ${field} } }`;
    await expectAnswer(federation, {
      name: '',
      query,
      data: { thing: { v: null } },
      failing: [['thing', 'v']],
    });
  });

  test('in a list are null by themselves', async () => {
    answerWith({ ints: [1, 'x', 3] });
    await expectAnswer(federation, {
      name: '',
      query: '{ thing { ints } }',
      data: { thing: { ints: [1, null, 3] } },
      failing: [['thing', 'ints', 1]],
    });
  });

  test('that cannot be, where they must be, null what is above', async () => {
    answerWith({ must: 'x' });
    await expectAnswer(federation, {
      name: '',
      query: '{ thing { must } }',
      data: { thing: null },
      failing: [['thing', 'must']],
    });
  });
});
