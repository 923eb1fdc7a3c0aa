import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'left',
      typeDefs: `
        type Query { node: Node, nodes: [Node] }
        type Mutation { mark: Node }
        type Node @key(fields: "id") { id: ID!, name: String, next: Node, weight: Int }
      `,
      resolvers: {
        Query: { node: () => node('1'), nodes: () => [node('1'), null, node('2')] },
        Mutation: { mark: () => node('9') },
      },
    },
    {
      name: 'right',
      typeDefs: `
        type Query { other: Node }
        type Node @key(fields: "id") {
          id: ID!
          weight: Int @external
          colour: String
          load: Int @requires(fields: "weight")
        }
      `,
      resolvers: {
        Query: { other: () => ({ id: '7' }) },
        Node: { colour: ({ id }) => `colour ${id}`, load: ({ weight }) => weight * 2 },
      },
    },
  );
});

function node(id: string): object {
  return { id, name: `node ${id}`, weight: Number(id), next: { id: `${id}0`, name: 'next' } };
}

describe('@skip and @include', () => {
  test.each([
    {
      name: 'take a field',
      query: '{ node { id @skip(if: $yes) name @include(if: $no) colour } }',
      data: { node: { colour: 'colour 1' } },
    },
    {
      name: 'take the field that leads elsewhere, and the step with it',
      query: '{ node { name colour @skip(if: $yes) load @include(if: $no) } }',
      data: { node: { name: 'node 1' } },
      calls: { left: 1 },
    },
    {
      name: 'take all fields of an object, which stays as an empty one',
      query: '{ node { name @skip(if: $yes) colour @include(if: $no) } }',
      data: { node: {} },
    },
    {
      name: 'take all fields of each in a list',
      query: '{ nodes { colour @skip(if: $yes) } }',
      data: { nodes: [{}, null, {}] },
    },
    {
      name: 'take a root field, and its subgraph is not asked',
      query: '{ node { name } other @skip(if: $yes) { colour } }',
      data: { node: { name: 'node 1' } },
      calls: { left: 1 },
    },
    {
      name: 'take everything, and nobody is asked',
      query: '{ node @skip(if: $yes) { id } }',
      data: {},
      calls: {},
    },
    {
      name: 'take fragments, named and inline',
      query:
        '{ node { ...F @skip(if: $yes) ... @include(if: $no) { name } ... on Node @include(if: $yes) { colour } } }',
      data: { node: { colour: 'colour 1' } },
    },
    {
      name: 'take a field only where they stand, if it stands elsewhere too',
      query: '{ node { name name @skip(if: $yes) ...F ...F @include(if: $no) } }',
      data: { node: { name: 'node 1', next: { colour: 'colour 10' } } },
    },
    {
      name: 'take part of what a repeated field selects',
      query: '{ node { next { id } next @skip(if: $yes) { name } next @include(if: $yes) { colour } } }',
      data: { node: { next: { id: '10', colour: 'colour 10' } } },
    },
    {
      name: 'both have to let a field be',
      query:
        '{ node { a: id @skip(if: $no) @include(if: $no) b: id @skip(if: $yes) @include(if: $yes) c: id @skip(if: $no) @include(if: $yes) } }',
      data: { node: { c: '1' } },
    },
    {
      name: 'take within one another',
      query:
        '{ node @include(if: $yes) { ... @skip(if: $no) { next @include(if: $yes) { name @skip(if: $yes) colour @skip(if: $no) } } } }',
      data: { node: { next: { colour: 'colour 10' } } },
    },
    {
      name: 'read a default, and literals',
      query:
        '{ node { a: id @include(if: $maybe) b: id @skip(if: $maybe) c: id @include(if: true) d: id @skip(if: true) } }',
      data: { node: { a: '1', c: '1' } },
    },
    {
      name: 'take __typename like any field',
      query: '{ __typename @skip(if: $yes) node { __typename @include(if: $no) id type: __typename } }',
      data: { node: { id: '1', type: 'Node' } },
    },
    {
      name: 'leave what another field needs to be asked for',
      query: '{ node { weight @skip(if: $yes) id @skip(if: $yes) load } }',
      data: { node: { load: 2 } },
    },
  ])('$name', async ({ calls, query, ...rest }) => {
    const fragment = query.includes('...F') ? 'fragment F on Node { next { colour } }' : '';
    const used = ['yes', 'no', 'maybe'].filter((name) => query.includes(`$${name}`));
    const definitions = { yes: '$yes: Boolean!', no: '$no: Boolean!', maybe: '$maybe: Boolean! = true' };
    const head = `query (${used.map((name) => definitions[name as keyof typeof definitions]).join(', ')})`;
    const variables = { yes: true, no: false };
    await expectAnswer(federation, { ...rest, query: `${head} ${query} ${fragment}`, variables });
    if (calls) expect(callsOf(federation)).toEqual(calls);
  });

  test('are read anew each time', async () => {
    const query = `query ($a: Boolean!, $b: Boolean!) { node { name @include(if: $a) colour @skip(if: $b) } }`;
    for (const [a, b] of [
      [true, true],
      [false, true],
      [true, false],
      [false, false],
      [true, true],
    ]) {
      const data = { node: { ...(a && { name: 'node 1' }), ...(!b && { colour: 'colour 1' }) } };
      await expectAnswer(federation, { name: '', query, variables: { a, b }, data });
    }
  });

  test('keep a mutation from running', async () => {
    const query = 'mutation ($no: Boolean!) { mark @include(if: $no) { colour } }';
    await expectAnswer(federation, { name: '', query, variables: { no: false }, data: {} });
    expect(federation.requests).toEqual([]);
  });
});
