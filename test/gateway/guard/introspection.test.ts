import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { introspected, wholeIntrospection } from '../../../gateway/guard/introspection.js';

const schema = buildSchema(`
  type Query { a: Query  b: [Query!]  c(d: Int, e: In): Int }
  input In { f: Int }
  enum E { X Y @deprecated }
`);
const TYPES = Object.keys(schema.getTypeMap()).length;

function visited(query: string, max = 1_000_000): number {
  const document = parse(query);
  return introspected(schema, document, document.definitions[0] as OperationDefinitionNode, () => max)
    .visited;
}

describe('introspection', () => {
  const cases = [
    { name: 'visits nothing where there is none', query: '{ a { __typename b { c } } }', want: 0 },
    { name: 'visits the schema', query: '{ __schema { description } }', want: 1 },
    { name: 'visits each type', query: '{ __schema { types { name } } }', want: 1 + TYPES },
    {
      name: 'visits a type that is named',
      query: '{ __type(name: "Query") { fields { name } } }',
      want: 1 + 3,
    },
    {
      name: 'visits no type that is not there',
      query: '{ __type(name: "Nothing") { fields { name } } }',
      want: 0,
    },
    {
      name: 'takes the largest type where a variable names it',
      query: 'query ($n: String!) { __type(name: $n) { fields { name } } }',
      want: visited('{ __type(name: "__Type") { fields { name } } }'),
    },
    {
      name: 'visits types again where fields lead to them',
      query: '{ __type(name: "Query") { fields { type { fields { name } } } } }',
      // Query's fields are seen through `a`; the list and the number have none.
      want: 1 + 3 + 3 + 3,
    },
    {
      name: 'visits arguments',
      query: '{ __type(name: "Query") { fields { args { name } } } }',
      want: 1 + 3 + 2,
    },
    {
      name: 'visits what is deprecated, too',
      query: '{ __type(name: "E") { enumValues { name } } }',
      want: 1 + 2,
    },
    {
      name: 'visits as often as it is asked, through fragments too',
      query:
        '{ ...f x: __schema { ... on __Schema { types { name } } } } fragment f on Query { __schema { types { name } } }',
      want: 2 * (1 + TYPES),
    },
  ];
  test.each(cases)('$name', ({ query, want }) => expect(visited(query)).toBe(want));

  test('of the whole schema visits all of it', () => {
    expect(wholeIntrospection(schema)).toBeGreaterThan(TYPES * 2);
  });

  test('visits no more than it may, and one to say so', () => {
    const bomb = '{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }';
    expect(visited(bomb)).toBeGreaterThan(100);
    expect(visited(bomb, 50)).toBe(51);
  });
});
