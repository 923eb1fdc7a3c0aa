import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const ANN = { __typename: 'Member', id: 'ann', name: 'Ann', seat: 4 };
const BOT = { __typename: 'Robot', id: 'bot', name: 'Bot', serial: 9 };

/** Both answer the same roots, each with its own part; of ids one promises more, and of robots one has no key. */
let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'names',
      typeDefs: `
        type Query { guest: Guest @shareable, node(id: ID!): Node @shareable, members: [Member!]!, all: [Anyone!]! }
        interface Node { id: ID! }
        type Guest @shareable { id: ID!, name: Name }
        type Name @shareable { first: String, short: String }
        type Member implements Node @key(fields: "id") { id: ID!, name: String!, peers: [Anyone!]! }
        type Visit implements Node @key(fields: "id") { id: ID! @external, by: Member! }
        type Robot { id: ID, name: String! }
        union Anyone = Member | Robot
      `,
      resolvers: {
        Query: {
          guest: () => ({ id: 'g', name: { first: 'Gus', short: 'G' } }),
          node: (_, { id }) => (id === 'v' ? { __typename: 'Visit', id: 'never' } : ANN),
          members: () => [ANN],
          all: () => [ANN, BOT],
        },
        Member: { __resolveReference: () => ANN, peers: () => [ANN, BOT] },
        Visit: { __resolveReference: (told) => told, by: () => ANN },
      },
    },
    {
      name: 'seats',
      typeDefs: `
        type Query { guest: Guest @shareable, node(id: ID!): Node @shareable }
        interface Node { id: ID! }
        type Guest @shareable { id: ID!, seat: Int }
        type Member implements Node @key(fields: "id") { id: ID! @external, seat: Int }
        type Visit implements Node @key(fields: "id") { id: ID!, day: Int }
      `,
      resolvers: {
        Query: {
          guest: () => ({ id: 'g', seat: 7 }),
          node: (_, { id }) =>
            id === 'v' ? { __typename: 'Visit', id: 'v', day: 3 } : { ...ANN, id: 'never' },
        },
        Member: { __resolveReference: () => ANN },
        Visit: { __resolveReference: ({ id }) => ({ id, day: 3 }) },
      },
    },
  );
});

describe('a root that several subgraphs share', () => {
  test.each([
    {
      name: 'is put together from what each of them has',
      query: '{ guest { id seat name { first } } }',
      data: { guest: { id: 'g', seat: 7, name: { first: 'Gus' } } },
    },
    {
      name: 'is asked of each for the types whose fields it has',
      query:
        '{ a: node(id: "ann") { ... on Member { id name } } v: node(id: "v") { ... on Visit { id day } } }',
      data: { a: { id: 'ann', name: 'Ann' }, v: { id: 'v', day: 3 } },
    },
    {
      name: 'says of which type something is',
      query: '{ a: node(id: "ann") { __typename } v: node(id: "v") { __typename } }',
      data: { a: { __typename: 'Member' }, v: { __typename: 'Visit' } },
    },
    {
      name: 'says nothing of types that it is not of',
      query:
        '{ a: node(id: "ann") { __typename ... on Visit { id } } v: node(id: "v") { ... on Member { id } } }',
      data: { a: { __typename: 'Member' }, v: {} },
    },
    {
      name: 'leads on to entities',
      query: '{ members { id name seat } all { ... on Member { seat peers { ... on Robot { id } } } } }',
      data: {
        members: [{ id: 'ann', name: 'Ann', seat: 4 }],
        all: [{ seat: 4, peers: [{}, { id: 'bot' }] }, {}],
      },
    },
    {
      name: 'may have members that promise more of a field than others, at every level',
      query: `{
        members { id }
        all {
          ... on Member { key: id name peers { ... on Member { key: id } ... on Robot { id name } } }
          ... on Robot { id name }
        }
      }`,
      data: {
        members: [{ id: 'ann' }],
        all: [
          { key: 'ann', name: 'Ann', peers: [{ key: 'ann' }, { id: 'bot', name: 'Bot' }] },
          { id: 'bot', name: 'Bot' },
        ],
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('is asked of one where one has all', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ guest { id name { short } } }' });
    expect(callsOf(federation)).toEqual({ names: 1 });
  });

  test('is refused where no subgraph has a field of all that it can be', async () => {
    federation.requests.length = 0;
    expect(await federation.execute({ query: '{ node(id: "ann") { id } }' })).toEqual({
      errors: [
        {
          message: 'No subgraph can be asked for id here.',
          extensions: { code: 'FIELD_UNREACHABLE', retry: 'corrected' },
        },
      ],
    });
    expect(federation.requests).toEqual([]);
  });
});
