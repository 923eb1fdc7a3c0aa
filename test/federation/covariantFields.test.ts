import { beforeAll, describe, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

/** A vehicle tows a vehicle, a lorry a trailer: the same field, of which the type behind the interface says more. */
let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'road',
      typeDefs: `
        type Query { vehicle: Vehicle, fleet: [Vehicle!] }
        interface Vehicle { tows(far: Boolean): Vehicle, loads: [Vehicle] }
        type Lorry implements Vehicle @key(fields: "id") { id: ID!, tows(far: Boolean): Trailer, loads: [Trailer] }
        type Trailer implements Vehicle @key(fields: "id") { id: ID!, tows(far: Boolean): Vehicle, loads: [Vehicle] }
      `,
      resolvers: {
        Query: {
          vehicle: () => ({ __typename: 'Lorry', id: 'l' }),
          fleet: () => [
            { __typename: 'Lorry', id: 'l' },
            { __typename: 'Trailer', id: 't' },
          ],
        },
        Lorry: {
          tows: (_, { far }) => ({ __typename: 'Trailer', id: far ? 'far' : 't' }),
          loads: () => [{ __typename: 'Trailer', id: 'small' }],
        },
        Trailer: { tows: () => ({ __typename: 'Lorry', id: 'l2' }), loads: () => [null] },
      },
    },
    {
      name: 'scales',
      typeDefs: `
        type Lorry @key(fields: "id") { id: ID!, weight: Int }
        type Trailer @key(fields: "id") { id: ID!, weight: Int }
      `,
      resolvers: {
        Lorry: { weight: () => 9 },
        Trailer: { weight: ({ id }) => id.length },
      },
    },
  );
});

describe('a field that gives more in a type than in its interface', () => {
  test.each([
    {
      name: 'is one field, whoever asks for it',
      query: '{ vehicle { tows { __typename } ... on Lorry { tows { id weight } } } }',
      data: { vehicle: { tows: { __typename: 'Trailer', id: 't', weight: 1 } } },
    },
    {
      name: 'is one field the other way round, too',
      query: '{ vehicle { ... on Lorry { tows { weight } } tows { tows { ... on Lorry { id weight } } } } }',
      data: { vehicle: { tows: { weight: 1, tows: { id: 'l2', weight: 9 } } } },
    },
    {
      name: 'may be a list',
      query: '{ vehicle { loads { __typename } ... on Lorry { loads { weight } } } }',
      data: { vehicle: { loads: [{ __typename: 'Trailer', weight: 5 }] } },
    },
    {
      name: 'is another one under another name, or with other arguments',
      query:
        '{ vehicle { tows { __typename } ... on Lorry { far: tows(far: true) { weight } near: tows { id } } } }',
      data: { vehicle: { tows: { __typename: 'Trailer' }, far: { weight: 3 }, near: { id: 't' } } },
    },
    {
      name: 'is had of each type in a list',
      query:
        '{ fleet { tows { ... on Lorry { weight } } ... on Lorry { tows { weight } } ... on Trailer { tows { __typename } } } }',
      data: { fleet: [{ tows: { weight: 1 } }, { tows: { weight: 9, __typename: 'Lorry' } }] },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));
});
