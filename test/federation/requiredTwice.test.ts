import { describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';

describe('two fields that need the same', () => {
  test('are both had where the way leads through an interface as an object, though they cannot be had at once', async () => {
    const federation = await federate(
      {
        name: 'house',
        typeDefs: `
          type Query { works: [Work] }
          interface Work @key(fields: "id") { id: ID! }
          type Play implements Work @key(fields: "id") { id: ID! }
          type Ballet implements Work @key(fields: "id") { id: ID! }
        `,
        resolvers: {
          Query: { works: () => [{ __typename: 'Play', id: 'w' }] },
          Work: { __resolveReference: ({ id }) => ({ __typename: 'Play', id }) },
        },
      },
      {
        name: 'cast',
        typeDefs: `
          type Work @key(fields: "id") @interfaceObject { id: ID!, actors: [Actor!] @shareable }
          type Actor @key(fields: "id") {
            id: ID!
            agent: Agent @external
            fee: String @requires(fields: "agent { id }")
            contract: String @requires(fields: "agent { id }")
          }
          type Agent @key(fields: "id") { id: ID!, name: String @shareable }
        `,
        resolvers: {
          Work: { actors: () => [{ id: 'a' }, { id: 'b' }] },
          Actor: {
            __resolveReference: (told) => told,
            fee: ({ agent }) => `fee by ${agent?.id}`,
            contract: ({ agent }) => `contract by ${agent?.id}`,
          },
        },
      },
      {
        name: 'offices',
        typeDefs: `
          type Work @key(fields: "id") @interfaceObject { id: ID!, actors: [Actor!] @shareable }
          type Actor @key(fields: "id") { id: ID!, agent: Agent @provides(fields: "name") }
          type Agent @key(fields: "id", resolvable: false) { id: ID!, name: String @external }
        `,
        resolvers: {
          Work: { actors: () => [{ id: 'a' }, { id: 'b' }] },
          Actor: { agent: ({ id }) => ({ id: `agent ${id}` }) },
        },
      },
    );
    await expectAnswer(federation, {
      name: '',
      query: '{ works { actors { fee contract } } }',
      data: {
        works: [
          {
            actors: [
              { fee: 'fee by agent a', contract: 'contract by agent a' },
              { fee: 'fee by agent b', contract: 'contract by agent b' },
            ],
          },
        ],
      },
    });
    expect(callsOf(federation)).toEqual({ house: 1, offices: 1, cast: 2 });
  });
});
