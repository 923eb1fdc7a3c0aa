import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'zoo',
      typeDefs: `
        type Query { animals: [Animal], pair: [[Animal!]], any: [Any!], shared: Any @shareable, one: Named }
        interface Animal { id: ID!, legs: Int! }
        interface Named { name: String }
        type Dog implements Animal & Named @key(fields: "id") { id: ID!, legs: Int!, name: String @shareable, mate: Animal }
        type Bird implements Animal @key(fields: "id") { id: ID!, legs: Int!, wings(open: Boolean): Int }
        type Stone @shareable { weight: Int, label: String }
        union Any = Dog | Stone
      `,
      resolvers: {
        Query: {
          animals: () => [DOG, null, BIRD],
          pair: () => [[DOG, BIRD], null, []],
          any: () => [{ __typename: 'Stone', weight: 3, label: 'flint' }, DOG],
          shared: () => DOG,
          one: () => DOG,
        },
        Bird: { wings: (_, { open }) => (open ? 2 : 0) },
        Dog: { __resolveReference: () => DOG },
      },
    },
    {
      name: 'shelter',
      typeDefs: `
        type Query { guests: [Guest], shared: Any @shareable, friends: [Friend] }
        interface Friend { name: String, age: Int }
        union Guest = Dog | Cat | Stone
        union Any = Dog | Cat
        type Dog implements Friend @key(fields: "id") { id: ID!, name: String @shareable, age: Int, room: Room }
        type Cat implements Friend @key(fields: "id") { id: ID!, name: String, age: Int, room: [Room] }
        type Stone @shareable { weight: Int, label: String }
        type Room { id: ID! }
        type Bird @key(fields: "id") { id: ID!, song: String }
      `,
      resolvers: {
        Query: {
          guests: () => [CAT, { __typename: 'Stone', weight: 9, label: null }, DOG],
          shared: () => DOG,
          friends: () => [DOG, CAT],
        },
        Dog: { room: () => ({ id: 'r1' }), age: () => 4, name: () => 'Rex' },
        Cat: { room: () => [{ id: 'r2' }] },
        Bird: { song: () => 'tweet' },
      },
    },
  );
});

const DOG = {
  __typename: 'Dog',
  id: 'd',
  legs: 4,
  name: 'Rex',
  mate: { __typename: 'Bird', id: 'b', legs: 2 },
};
const BIRD = { __typename: 'Bird', id: 'b', legs: 2 };
const CAT = { __typename: 'Cat', id: 'c', name: 'Tom', age: 9 };

describe('interfaces and unions', () => {
  test.each([
    {
      name: 'are read by fragments on what implements them, each with what its own subgraphs say',
      query: '{ animals { legs ... on Dog { age } ... on Bird { wings(open: true) song } } }',
      data: { animals: [{ legs: 4, age: 4 }, null, { legs: 2, wings: 2, song: 'tweet' }] },
    },
    {
      name: 'are read by fragments on other interfaces',
      query: '{ animals { id ... on Friend { name age } ... on Named { title: name } } }',
      data: { animals: [{ id: 'd', name: 'Rex', age: 4, title: 'Rex' }, null, { id: 'b' }] },
    },
    {
      name: 'are read by fragments within fragments that exclude one another',
      query:
        '{ animals { ... on Dog { ... on Animal { ... on Named { name } legs } } ... on Named { ... on Animal { id } } } }',
      data: { animals: [{ name: 'Rex', legs: 4, id: 'd' }, null, {}] },
    },
    {
      name: 'may have the same name for other fields in other types',
      query: '{ animals { ... on Dog { it: name } ... on Bird { it: song } } }',
      data: { animals: [{ it: 'Rex' }, null, { it: 'tweet' }] },
    },
    {
      name: 'may have the same name for lists of other fields in other types, in different subgraphs',
      query:
        '{ guests { ... on Cat { room { id } } ... on Dog { lodging: room { id } legs } ... on Stone { weight } } }',
      data: { guests: [{ room: [{ id: 'r2' }] }, { weight: 9 }, { lodging: { id: 'r1' }, legs: 4 }] },
    },
    {
      name: 'may stand in lists of lists',
      query: '{ pair { __typename ... on Dog { age } ... on Bird { song } } }',
      data: {
        pair: [
          [
            { __typename: 'Dog', age: 4 },
            { __typename: 'Bird', song: 'tweet' },
          ],
          null,
          [],
        ],
      },
    },
    {
      name: 'have other members in other subgraphs',
      query: '{ any { __typename ... on Cat { age } ... on Dog { age } ... on Stone { label } } }',
      data: {
        any: [
          { __typename: 'Stone', label: 'flint' },
          { __typename: 'Dog', age: 4 },
        ],
      },
    },
    {
      name: 'that two subgraphs share are asked for what each of them knows',
      query: '{ shared { ... on Dog { legs age } ... on Cat { age } ... on Stone { weight } } }',
      data: { shared: { legs: 4, age: 4 } },
    },
    {
      name: 'with nothing asked of the type that comes are empty objects',
      query: '{ animals { ... on Dog { name } } any { ... on Cat { id } } }',
      data: { animals: [{ name: 'Rex' }, null, {}], any: [{}, {}] },
    },
    {
      name: 'lead on to others of their own kind',
      query:
        '{ animals { ... on Dog { mate { __typename id ... on Bird { song } ... on Dog { mate { id } } } } } }',
      data: { animals: [{ mate: { __typename: 'Bird', id: 'b', song: 'tweet' } }, null, {}] },
    },
    {
      name: 'that no subgraph has whole are put together from their members',
      query: '{ friends { __typename name age ... on Dog { legs } } one { name ... on Friend { age } } }',
      data: {
        friends: [
          { __typename: 'Dog', name: 'Rex', age: 4, legs: 4 },
          { __typename: 'Cat', name: 'Tom', age: 9 },
        ],
        one: { name: 'Rex', age: 4 },
      },
    },
    {
      name: 'are read by named fragments, each as often as it is spread',
      query: `{ animals { ...A ...B } any { ...B } }
        fragment A on Animal { legs ...B }
        fragment B on Dog { age kin: mate { ...C } }
        fragment C on Animal { id }`,
      data: {
        animals: [{ legs: 4, age: 4, kin: { id: 'b' } }, null, { legs: 2 }],
        any: [{}, { age: 4, kin: { id: 'b' } }],
      },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('cost no step for types of which none came', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ any { ... on Dog { id } ... on Cat { age } } }' });
    expect(callsOf(federation)).toEqual({ zoo: 1 });
  });
});

test('an object of a type that a subgraph does not know is no null without a word', async () => {
  const pick = { __typename: 'Tin', id: '1' };
  const shared = await federate(
    {
      name: 'all',
      typeDefs: `
        type Query { shelf: Shelf @shareable }
        type Shelf @key(fields: "id") { id: ID!, top: Pot @shareable }
        union Pot = Clay | Tin
        type Clay @key(fields: "id") { id: ID! }
        type Tin @key(fields: "id") { id: ID!, weight: Int }
      `,
      resolvers: { Query: { shelf: () => ({ id: 's', top: pick }) }, Shelf: { top: () => pick } },
    },
    {
      name: 'some',
      typeDefs: `
        type Query { shelf: Shelf @shareable }
        type Shelf @key(fields: "id") { id: ID!, label: String, top: Pot @shareable }
        union Pot = Clay
        type Clay @key(fields: "id") { id: ID!, colour: String }
      `,
      resolvers: {
        Query: { shelf: () => ({ id: 's', label: 'low', top: pick }) },
        Shelf: { top: () => pick },
        Clay: { colour: () => 'red' },
      },
    },
  );
  for (const query of [
    '{ shelf { top { __typename } } }',
    '{ shelf { label top { __typename ... on Clay { colour } } } }',
    '{ shelf { label top { ... on Tin { weight id } ... on Clay { colour } } } }',
  ]) {
    const { data, errors = [] } = await shared.execute({ query });
    const top = (data as { shelf: { top: object | null } }).shelf.top;
    if (errors.length === 0) expect(top).not.toBeNull();
    for (const value of Object.values(top ?? {})) if (value === null) expect(errors).not.toEqual([]);
  }
});
