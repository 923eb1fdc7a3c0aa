import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const USERS = [
  { id: '1', email: 'ann@x', place: { city: 'Ulm', zip: '89' } },
  { id: '2', email: 'ben@x', place: { city: 'Bonn', zip: '53' } },
];

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'users',
      typeDefs: `
        type Query { user: User, users: [User!]!, found: [Found] }
        union Found = User | Team
        type User @key(fields: "email") @key(fields: "place { city zip }") { id: ID!, email: ID!, place: Place! }
        type Place @shareable { city: ID!, zip: ID! }
        type Team @key(fields: "id") { id: ID!, lead: User }
      `,
      resolvers: {
        Query: {
          user: () => USERS[0],
          users: () => USERS,
          found: () => [
            { __typename: 'User', ...USERS[1] },
            { __typename: 'Team', id: 't', lead: USERS[0] },
          ],
        },
        User: { __resolveReference: ({ email }) => USERS.find((user) => user.email === email) },
      },
    },
    {
      name: 'names',
      typeDefs: `
        type User @key(fields: "email") { email: ID!, nickname: String, boss: User }
        type Team @key(fields: "id") { id: ID!, nickname: String }
      `,
      resolvers: {
        User: {
          __resolveReference: ({ email }) => (String(email).includes('@') ? { email } : null),
          nickname: ({ email }) => `nick ${email}`,
          boss: () => ({ email: 'ben@x' }),
        },
        Team: { nickname: ({ id }) => `team ${id}` },
      },
    },
    {
      name: 'maps',
      typeDefs: `
        type User @key(fields: "place { city zip }") { place: Place!, map: String, secret: String @inaccessible }
        type Place @shareable { city: ID!, zip: ID! }
      `,
      resolvers: { User: { map: ({ place }) => `${place.city}/${place.zip}` } },
    },
  );
});

describe('an alias with the name of a key or of a type', () => {
  test.each([
    {
      name: 'stands for what it says, and the key for the entity',
      query: '{ user { email: id nickname } }',
      data: { user: { email: '1', nickname: 'nick ann@x' } },
    },
    {
      name: 'may exchange two fields',
      query: '{ user { email: id id: email nickname } }',
      data: { user: { email: '1', id: 'ann@x', nickname: 'nick ann@x' } },
    },
    {
      name: 'may stand for the very field that comes from elsewhere',
      query: '{ user { email: nickname nickname: email } }',
      data: { user: { email: 'nick ann@x', nickname: 'ann@x' } },
    },
    {
      name: 'may be __typename',
      query: '{ user { __typename: id nickname } }',
      data: { user: { __typename: '1', nickname: 'nick ann@x' } },
    },
    {
      name: 'may be what __typename is called',
      query: '{ user { email: __typename place: nickname } }',
      data: { user: { email: 'User', place: 'nick ann@x' } },
    },
    {
      name: 'may stand within a nested key',
      query: '{ user { place { zip: city city: zip } map } }',
      data: { user: { place: { zip: 'Ulm', city: '89' }, map: 'Ulm/89' } },
    },
    {
      name: 'may turn a nested key into a leaf, and a leaf into something nested',
      query: '{ user { place: id email: place { city: __typename } map nickname } }',
      data: { user: { place: '1', email: { city: 'Place' }, map: 'Ulm/89', nickname: 'nick ann@x' } },
    },
    {
      name: 'may stand in lists, and further entities below',
      query: '{ users { email: id boss { email: nickname place { city: zip } map } } }',
      data: {
        users: ['1', '2'].map((email) => ({
          email,
          boss: { email: 'nick ben@x', place: { city: '53' }, map: 'Bonn/53' },
        })),
      },
    },
    {
      name: 'may stand in the fragments of one type and not in those of another',
      query: `{ found { ... on User { id: email nickname } ... on Team { id lead { email: id nickname } nickname } } }`,
      data: {
        found: [
          { id: 'ben@x', nickname: 'nick ben@x' },
          { id: 't', lead: { email: '1', nickname: 'nick ann@x' }, nickname: 'team t' },
        ],
      },
    },
    {
      name: 'may be __typename where types must be told apart',
      query: `{ found { __typename: nothing } }`.replace(
        '__typename: nothing',
        '... on User { __typename: nickname } ... on Team { __typename: nickname kind: __typename }',
      ),
      data: { found: [{ __typename: 'nick ben@x' }, { __typename: 'team t', kind: 'Team' }] },
    },
    {
      name: 'may look like a name of ours',
      query: '{ user { _k0_email: id _0: email _entities: nickname representations: map } }',
      data: {
        user: { _k0_email: '1', _0: 'ann@x', _entities: 'nick ann@x', representations: 'Ulm/89' },
      },
    },
    {
      name: 'may be the name of what objects are made with',
      query: '{ user { __proto__: id constructor: email toString: nickname hasOwnProperty: map } }',
      // A literal's __proto__ would be its prototype.
      data: JSON.parse(
        '{"user":{"__proto__":"1","constructor":"ann@x","toString":"nick ann@x","hasOwnProperty":"Ulm/89"}}',
      ) as unknown,
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('reaches no subgraph as somebody else, whatever a client calls what it asks for', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ user { email: id nickname } }' });
    expect(representationsTo(federation, 'names')).toEqual([[{ __typename: 'User', email: 'ann@x' }]]);
  });
});
