import { describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { compileCost } from '../../../../gateway/guard/demandControl/compile.js';
import type { CostProgram } from '../../../../gateway/guard/demandControl/compile.js';
import { CostRules } from '../../../../gateway/guard/demandControl/rules.js';
import { NO_COSTS } from '../../../../gateway/engine/planner/costTable.js';

const schema = buildSchema(`
  type Query { thing: Thing  things(first: Int = 20, last: Int): ThingConnection!  search(first: Int): [Thing!]!  fixed: [Thing]  any: Any }
  union Any = Thing
  type ThingConnection { nodes: [Thing!]!  edges: [ThingEdge!]!  pageInfo: PageInfo!  totalCount: Int }
  type ThingEdge { node: Thing! }
  type PageInfo { hasNextPage: Boolean! }
  type Thing { id: ID!  tags: [String!]!  parent: Thing  things(first: Int = 20): ThingConnection!  fixed: [Thing!] }
`);
const rules = new CostRules(schema, NO_COSTS);
const limits = { listSizeAssumed: 10, pageSize: 100, mutationCost: 10 };

function compile(query: string): CostProgram {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  return compileCost(rules, document, operation, limits);
}

function cost(query: string, variables = {}): number {
  return compile(query).reckon(variables);
}

describe('the cost of an operation', () => {
  const cases = [
    { name: 'a leaf is free', query: '{ __typename }', want: 0 },
    { name: 'an object is one', query: '{ thing { id tags } }', want: 1 },
    {
      name: 'a connection is one and its items',
      query: '{ things(first: 5) { nodes { id } } }',
      want: 1 + 5,
    },
    {
      name: 'edges cost as nodes do, and their nodes too',
      query: '{ things(first: 5) { edges { node { id } } } }',
      want: 1 + 5 * 2,
    },
    {
      name: 'the rest of a connection is there once',
      query: '{ things(first: 5) { pageInfo { hasNextPage } totalCount } }',
      want: 2,
    },
    {
      name: 'the default page size counts where none is given',
      query: '{ things { nodes { id } } }',
      want: 1 + 20,
    },
    {
      name: 'the larger of first and last counts',
      query: '{ things(first: 5, last: 30) { nodes { id } } }',
      want: 1 + 30,
    },
    {
      name: 'a list with a page size is as long as that',
      query: '{ search(first: 7) { id parent { id } } }',
      want: 7 * 2,
    },
    {
      name: 'a list without one is reckoned',
      query: '{ fixed { id } thing { fixed { id } } }',
      want: 10 + 1 + 10,
    },
    {
      name: 'pages multiply',
      query: '{ things(first: 100) { nodes { things(first: 100) { nodes { id } } } } }',
      want: 1 + 100 * (1 + 1 + 100),
    },
    { name: 'introspection is free', query: '{ __schema { types { name fields { name } } } }', want: 0 },
    {
      name: 'an alias of common length is free',
      query: `{ things(first: 100) { ${'n'.repeat(31)}: nodes { ${'i'.repeat(31)}: id } } }`,
      want: 1 + 100,
    },
    {
      name: 'a long alias costs one for every 32 characters, for each item',
      query: `{ things(first: 100) { nodes { ${'i'.repeat(64)}: id ${'t'.repeat(32)}: __typename } } }`,
      want: 1 + 100 * (1 + 2 + 1),
    },
    {
      name: 'a long alias of a list costs once',
      query: `{ ${'t'.repeat(320)}: things(first: 100) { ${'n'.repeat(33)}: nodes { ${'a'.repeat(32)}: tags } } }`,
      want: 10 + 1 + 1 + 100 * (1 + 1),
    },
    {
      name: 'a long alias in a fragment costs wherever that is spread',
      query: `{ things(first: 9) { nodes { ...F } } thing { ...F } } fragment F on Thing { ${'i'.repeat(32)}: id }`,
      want: 1 + 9 * 2 + 2,
    },
    { name: 'a union is one', query: '{ any { ... on Thing { parent { id } } } }', want: 2 },
  ];
  test.each(cases)('$name', ({ query, want }) => expect(cost(query)).toBe(want));

  test('takes the values of variables', () => {
    const query = 'query ($n: Int) { things(first: $n) { nodes { id } } }';
    expect(cost(query, { n: 50 })).toBe(51);
    expect(cost(query, {})).toBe(21);
  });

  test('reckons a fragment by the page size where it is spread', () => {
    const query = `{ a: things(first: 3) { ...items } b: things(first: 50) { ...items } }
      fragment items on ThingConnection { nodes { ...thing } } fragment thing on Thing { parent { id } }`;
    expect(cost(query)).toBe(1 + 3 * 2 + 1 + 50 * 2);
  });

  test.each([
    ['leaves nothing to do where no variable sets a size', '{ things(first: 3) { nodes { id } } }', 0],
    [
      'takes a step for the size, its product and the sum around it',
      'query ($n: Int) { things(first: $n) { nodes { id } } }',
      2,
    ],
    [
      'reckons once what is spread often',
      'query ($n: Int) { thing { ...f parent { ...f parent { ...f } } } } fragment f on Thing { things(first: $n) { nodes { id } } }',
      7,
    ],
  ])('%s', (_, query, steps) => expect(compile(query).steps).toBe(steps));

  test('takes one step a fragment where they double one another', () => {
    const links = Array.from(
      { length: 40 },
      (_, i) => `fragment f${i} on Thing { a: parent {...f${i + 1}} b: parent {...f${i + 1}} }`,
    );
    const bomb = `query ($n: Int) {thing{...f0}}${links.join('')}fragment f40 on Thing {things(first: $n) {nodes {id}}}`;
    const document = parse(bomb);
    const operation = document.definitions[0] as OperationDefinitionNode;
    const program = compileCost(rules, document, operation, limits);
    expect(program.steps).toBeLessThan(40 * 5);
    expect(program.reckon({ n: 1 })).toBe(2 ** 40);
  });

  test.each([
    ['more than the largest page', '{ things(first: 101) { nodes { id } } }', {}, 101],
    ['nothing', '{ things(first: 0) { nodes { id } } }', {}, 0],
    [
      'less than nothing, which would make the rest cheaper',
      '{ things(first: -1) { nodes { id } } }',
      {},
      -1,
    ],
    ['too much through a variable', 'query ($n: Int) { search(first: $n) { id } }', { n: 1_000 }, 1_000],
    [
      'too much inside a fragment',
      '{ thing { ...f } } fragment f on Thing { things(first: 200) { nodes { id } } }',
      {},
      200,
    ],
    ['too much where only a leaf is asked for', '{ things(first: 500) { totalCount } }', {}, 500],
  ])('refuses a page of %s', (_, query, variables, size) => {
    expect(() => cost(query, variables)).toThrow(
      expect.objectContaining({
        code: 'PAGE_SIZE_INVALID',
        facts: expect.objectContaining({ size, limit: 100 }) as unknown,
      }),
    );
  });
});
