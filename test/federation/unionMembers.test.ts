import { beforeAll, describe, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

const CASE = { __typename: 'Case', id: 'c', size: 1 };
const NOTE = { __typename: 'Note', id: 'n', text: 'hi' };
const byId = (item: object) => ({ __resolveReference: ({ id }: { id: string }) => ({ ...item, id }) });

const first: Toy = {
  name: 'first',
  typeDefs: `
    type Query { shared: Item @shareable, own: [Item] }
    union Item = Case | Note
    type Case @key(fields: "id") { id: ID!, size: Int }
    type Note @key(fields: "id") { id: ID!, text: String }
  `,
  resolvers: {
    Query: { shared: () => NOTE, own: () => [CASE, NOTE] },
    Case: byId(CASE),
    Note: byId(NOTE),
  },
};

/** Knows notes, but not as a member of the union. */
const second: Toy = {
  name: 'second',
  typeDefs: `
    type Query { shared: Item @shareable, theirs: [Item] }
    union Item = Case
    type Case @key(fields: "id") { id: ID!, weight: Int }
    type Note @key(fields: "id") { id: ID!, likes: Int }
  `,
  resolvers: {
    Query: { shared: () => CASE, theirs: () => [CASE] },
    Case: { weight: () => 7 },
    Note: { likes: () => 8 },
  },
};

let federation: Federation;
beforeAll(async () => {
  federation = await federate(first, second);
});

describe('a member that another subgraph’s union lacks', () => {
  test.each([
    {
      name: 'is complete where only one subgraph has the field',
      query: '{ own { ... on Case { size weight } ... on Note { text likes } } }',
      data: {
        own: [
          { size: 1, weight: 7 },
          { text: 'hi', likes: 8 },
        ],
      },
    },
    {
      name: 'is complete beside the members that both have',
      query: '{ theirs { __typename ... on Case { size weight } ... on Note { text likes } } }',
      data: { theirs: [{ __typename: 'Case', size: 1, weight: 7 }] },
    },
    {
      name: 'of a field that both have is no null without an error',
      query: '{ shared { __typename ... on Case { size } ... on Note { text likes } } }',
      data: { shared: { __typename: 'Note', text: null, likes: null } },
      failing: [
        ['shared', 'text'],
        ['shared', 'likes'],
      ],
    },
    {
      name: 'of a field that both have is told by its name',
      query: '{ shared { __typename } }',
      data: { shared: { __typename: 'Note' } },
    },
  ])('$name', async (wanted) => {
    await expectAnswer(federation, wanted);
  });
});
