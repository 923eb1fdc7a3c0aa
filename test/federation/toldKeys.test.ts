import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

/** The yard is told a boat's hull number, and is not the one to ask for it. */
let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'yard',
      typeDefs: `
        type Query { boat: Boat }
        type Boat @key(fields: "id") {
          id: ID!
          paint: String
          hull: Int @external
          dock: String @requires(fields: "hull")
        }
      `,
      resolvers: {
        Query: { boat: () => ({ id: 'ada', paint: 'red' }) },
        Boat: { __resolveReference: (told) => told, dock: ({ hull }) => `dock for ${hull}` },
      },
    },
    {
      name: 'registry',
      typeDefs: `
        type Boat @key(fields: "id") @key(fields: "hull") {
          id: ID!
          hull: Int
          tax: Int @external
          bill: String @requires(fields: "tax")
        }
      `,
      resolvers: {
        Boat: {
          __resolveReference: (told) => ({ ...told, id: 'ada', hull: 7 }),
          bill: ({ tax }) => `${tax} to pay`,
        },
      },
    },
    {
      name: 'treasury',
      typeDefs: `type Boat @key(fields: "hull") { hull: Int, tax: Int }`,
      resolvers: {
        Boat: {
          __resolveReference: ({ hull }) => ({ hull, tax: hull * 100 }),
        },
      },
    },
  );
});

describe('a key that a subgraph is only told', () => {
  test.each([
    { name: 'is told to it', query: '{ boat { dock } }', data: { boat: { dock: 'dock for 7' } } },
    {
      name: 'is asked of another on the way to what that one needs',
      query: '{ boat { bill } }',
      data: { boat: { bill: '700 to pay' } },
    },
    {
      name: 'is had by the client as well',
      query: '{ boat { hull dock bill paint } }',
      data: {
        boat: { hull: 7, dock: 'dock for 7', bill: '700 to pay', paint: 'red' },
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('is never asked of who does not answer it', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ boat { hull dock bill } }' });
    expect(callsOf(federation)).toEqual({ yard: 2, registry: 2, treasury: 1 });
    const asked = federation.requests.filter(({ subgraph }) => subgraph === 'yard');
    expect(asked.map(({ query }) => query).join()).not.toMatch(/\bhull\b/);
  });
});
