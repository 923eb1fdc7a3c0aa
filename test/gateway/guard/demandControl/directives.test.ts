import { describe, expect, test } from '@jest/globals';
import { buildSchema, Kind, parse, validate } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { Coercion } from '../../../../gateway/guard/coercion.js';
import { compileCost } from '../../../../gateway/guard/demandControl/compile.js';
import { CostRules } from '../../../../gateway/guard/demandControl/rules.js';
import { readCosts } from '../../../../gateway/engine/planner/costTable.js';
import { apolloComposer } from '../../../../gateway/supergraph/compose.js';

const DIRECTIVES = `
  directive @cost(weight: Int!) on ARGUMENT_DEFINITION | ENUM | FIELD_DEFINITION | INPUT_FIELD_DEFINITION | OBJECT | SCALAR
  directive @listSize(assumedSize: Int, slicingArguments: [String!], sizedFields: [String!], requireOneSlicingArgument: Boolean = true) on FIELD_DEFINITION
`;

const TYPES = `
  type Query {
    thing: Thing
    dear: Thing @cost(weight: 7)
    heavy: Heavy
    any: Any
    scan(text: String @cost(weight: 4)): Int @cost(weight: 3)
    pick(kind: Kind = SLOW, kinds: [Kind!]): Int
    find(filter: Filter, filters: [Filter!]): Int
    fixed: [Thing!] @listSize(assumedSize: 6)
    limited(limit: Int = 2): [Thing!] @listSize(slicingArguments: ["limit"])
    either(limit: Int, count: Int): [Thing!] @listSize(assumedSize: 4, slicingArguments: ["limit", "count"], requireOneSlicingArgument: false)
    page(limit: Int!): Page @listSize(slicingArguments: ["limit"], sizedFields: ["rows"])
    paged(first: Int): Page @listSize(slicingArguments: ["first"], sizedFields: ["rows"])
    grid: [[Thing!]!] @listSize(assumedSize: 3)
    named: [Named!]
    few: Named
  }
  type Mutation { change: Thing  touch: Int }
  type Page { rows: [Thing!]!  extra: [Thing!]!  total: Int }
  interface Named { name: String  things: [Thing!] }
  type Thing implements Named { id: ID!  name: String  things: [Thing!]  self: Thing }
  type Heavy implements Named @cost(weight: 20) { id: ID!  name: String @cost(weight: 5)  things: [Thing!] @listSize(assumedSize: 50) }
  union Any = Thing | Heavy
  enum Kind @cost(weight: 8) { FAST SLOW }
  scalar Score @cost(weight: 2)
  input Filter { text: String @cost(weight: 9)  and: [Filter!]  kind: Kind  limit: Int = 3  deep: Deep = {text: "x"} }
  input Deep { text: String @cost(weight: 100) }
`;

const definition = parse(DIRECTIVES + TYPES);
const schema = buildSchema(DIRECTIVES + TYPES);
const rules = new CostRules(schema, readCosts(definition));
const limits = { listSizeAssumed: 10, pageSize: 100, mutationCost: 10 };

function cost(query: string, variables = {}): number {
  const document = parse(query);
  expect(validate(schema, document)).toEqual([]);
  const operation = document.definitions.find(
    ({ kind }) => kind === Kind.OPERATION_DEFINITION,
  ) as OperationDefinitionNode;
  const coerced = new Coercion(schema, operation, { errorsMax: 10, hints: false }).coerce(variables);
  expect(coerced).not.toBeInstanceOf(Array);
  return compileCost(rules, document, operation, limits).reckon(coerced as Record<string, unknown>);
}

describe('the cost that a schema declares', () => {
  const cases = [
    { name: 'a field weighs what it says, not what its type does', query: '{ dear { id } }', want: 7 },
    { name: 'an object weighs what its type says', query: '{ heavy { id } }', want: 20 },
    { name: 'a leaf may weigh something', query: '{ scan }', want: 3 },
    { name: 'an argument may weigh something', query: '{ scan(text: "x") }', want: 3 + 4 },
    { name: 'an argument of null weighs nothing', query: '{ scan(text: null) }', want: 3 },
    { name: 'a union weighs what its dearest type does', query: '{ any { __typename } }', want: 20 },
    { name: 'an interface likewise', query: '{ few { __typename } }', want: 20 },
    { name: 'a field of an interface as its dearest', query: '{ few { name } }', want: 20 + 5 },
    {
      name: 'a list of an interface is as long as its longest',
      query: '{ few { things { id } } }',
      want: 20 + 50,
    },
    { name: 'a list is as long as assumed', query: '{ fixed { id } }', want: 6 },
    { name: 'a list is as long as its argument says', query: '{ limited(limit: 30) { id } }', want: 30 },
    { name: 'or the default of that argument', query: '{ limited { id } }', want: 2 },
    { name: 'also where a null stands for it', query: '{ limited(limit: null) { id } }', want: 2 },
    { name: 'nothing is less than nothing', query: '{ limited(limit: -5) { id } }', want: 0 },
    { name: 'the largest of several', query: '{ either(limit: 3, count: 9) { id } }', want: 9 },
    { name: 'what is assumed where none is given', query: '{ either { id } }', want: 4 },
    {
      name: 'sized fields alone are as long as the argument says',
      query: '{ page(limit: 40) { total rows { id } extra { id } } }',
      want: 1 + 40 + 10,
    },
    {
      name: 'also through a fragment that other fields spread',
      query:
        '{ a: page(limit: 3) { ...f } b: page(limit: 5) { ... on Page { ...f } } } fragment f on Page { rows { id } }',
      want: 1 + 3 + 1 + 5,
    },
    { name: 'a list of lists is as long as each of them', query: '{ grid { id } }', want: 3 * 10 },
    {
      name: 'a mutation weighs something by itself',
      query: 'mutation { touch change { id } }',
      want: 10 + 11,
    },
    {
      name: 'a mutation in a fragment likewise',
      query: 'mutation { ...f } fragment f on Mutation { touch }',
      want: 10,
    },
  ];
  test.each(cases)('$name', ({ query, want }) => expect(cost(query)).toBe(want));

  test.each([
    ['none', '{ paged { rows { id } } }', {}],
    ['none, by a variable', 'query ($n: Int) { paged(first: $n) { rows { id } } }', {}],
    ['null', '{ paged(first: null) { rows { id } } }', {}],
  ])('refuses a list that takes exactly one slicing argument and gets %s', (_, query, variables) => {
    expect(() => cost(query, variables)).toThrow(
      expect.objectContaining({
        code: 'SLICING_ARGUMENT_REQUIRED',
        facts: { field: 'paged', arguments: ['first'] },
      }),
    );
  });

  test('holds a page to its limit where it is declared, too', () => {
    expect(() => cost('{ paged(first: 101) { total } }')).toThrow(
      expect.objectContaining({ code: 'PAGE_SIZE_INVALID' }),
    );
  });
});

describe('the values that go in', () => {
  const filters = (count: number) => Array.from({ length: count }, () => ({ text: 'x', deep: null }));
  const cases = [
    { name: 'an enum of its weight, by default', query: '{ pick }', want: 8 },
    { name: 'written', query: '{ pick(kind: FAST) }', want: 8 },
    { name: 'unless it is null', query: '{ pick(kind: null) }', want: 0 },
    {
      name: 'as often as a list holds it',
      query: '{ pick(kind: null, kinds: [FAST, FAST, SLOW]) }',
      want: 24,
    },
    { name: 'one where a list is meant', query: '{ pick(kind: null, kinds: FAST) }', want: 8 },
    {
      name: 'an input object counts one, with the defaults of its fields',
      query: '{ find(filter: {}) }',
      want: 1 + (1 + 100),
    },
    {
      name: 'and its fields, at every level',
      query: '{ find(filter: {deep: null, and: [{text: "a", deep: null}, {kind: SLOW, deep: {}}]}) }',
      want: 1 + (1 + 9) + (1 + 8 + 1),
    },
    {
      name: 'the value of a variable',
      query: 'query ($f: Filter) { find(filter: $f) }',
      variables: { f: { text: 'x', and: filters(3), deep: null } },
      want: 1 + 9 + 3 * (1 + 9),
    },
    {
      name: 'the defaults that its type fills in',
      query: 'query ($f: Filter) { find(filter: $f) }',
      variables: { f: {} },
      want: 1 + 101,
    },
    {
      name: 'the default of a variable',
      query: 'query ($f: Filter = {text: "x", deep: null}) { find(filter: $f) }',
      want: 1 + 9,
    },
    {
      name: 'not the default of a variable that is null',
      query: 'query ($f: Filter = {text: "x"}) { find(filter: $f) }',
      variables: { f: null },
      want: 0,
    },
    {
      name: 'the default of the argument where a variable is absent',
      query: 'query ($k: Kind) { pick(kind: $k) }',
      want: 8,
    },
    {
      name: 'a variable inside a written value',
      query: 'query ($t: String) { find(filters: [{text: $t, deep: null}, {deep: null}]) }',
      variables: { t: 'x' },
      want: 1 + 9 + 1,
    },
    {
      name: 'a variable inside a written value that is absent',
      query: 'query ($t: String) { find(filters: [{text: $t, deep: null}, {deep: null}]) }',
      want: 2,
    },
    {
      name: 'a size by the default of a variable',
      query: 'query ($n: Int = 12) { limited(limit: $n) { id } }',
      want: 12,
    },
    {
      name: 'a size by the value of a variable',
      query: 'query ($n: Int = 12) { limited(limit: $n) { id } }',
      variables: { n: 60 },
      want: 60,
    },
  ];
  test.each(cases)('count $name', ({ query, variables, want }) => expect(cost(query, variables)).toBe(want));
});

describe('the directives', () => {
  const subgraph = (imports: string, costName: string, listSizeName: string) => `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"${imports}])
    type Query { things(limit: Int): [Thing!] ${listSizeName}(slicingArguments: ["limit"]) }
    type Thing @key(fields: "id") ${costName}(weight: 5) { id: ID!  leaf: Int ${costName}(weight: 2) }`;

  test.each([
    ['by their names', ', "@cost", "@listSize"', '@cost', '@listSize'],
    [
      'by names of its own',
      ', {name: "@cost", as: "@dear"}, {name: "@listSize", as: "@long"}',
      '@dear',
      '@long',
    ],
    ['by their full names', '', '@federation__cost', '@federation__listSize'],
  ])(
    'are read from a supergraph to which a subgraph brings them %s',
    (_, imports, costName, listSizeName) => {
      const sdl = apolloComposer.compose([{ name: 'a', sdl: subgraph(imports, costName, listSizeName) }]);
      const { weights, sizes } = readCosts(parse(sdl));
      expect(Object.fromEntries(weights)).toEqual({ Thing: 5, 'Thing.leaf': 2 });
      expect(Object.fromEntries(sizes)).toEqual({
        'Query.things': {
          assumedSize: undefined,
          slicingArguments: ['limit'],
          sizedFields: [],
          requireOneSlicingArgument: true,
        },
      });
    },
  );

  test('may write a weight as text, as the original specification does', () => {
    const sdl = 'directive @cost(weight: String!) on OBJECT type Query @cost(weight: "2.5") { a: Int }';
    expect(readCosts(parse(sdl)).weights.get('Query')).toBe(2.5);
  });

  test.each([
    ['below zero', '@cost(weight: "-3")', 0],
    ['no number', '@cost(weight: "x")', undefined],
    ['none', '@cost', undefined],
  ])('do not make the rest cheaper by a weight that is %s', (_, written, want) => {
    expect(readCosts(parse(`type Query ${written} { a: Int }`)).weights.get('Query')).toBe(want);
  });
});
