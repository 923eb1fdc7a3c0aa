import { GraphQLError } from 'graphql';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

/** What each person is: `lost` is not known to the second subgraph, `odd` has what must not be null, null. */
const PEOPLE = ['ann', 'lost', 'odd', 'bad'].map((id) => ({ id, name: id }));
const person = (id: string) => PEOPLE.find((one) => one.id === id)!;

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'people',
      typeDefs: `
        type Query {
          one(id: ID!): Person
          must(id: ID!): Person!
          all: [Person]
          everyone: [Person!]
          surely: [Person!]!
          groups: [[Person!]]
          holes: [Person]
          team: Team
          anything: Int
        }
        type Person @key(fields: "id") { id: ID!, name: String, boss: Person, partner: Person! }
        type Team { lead: Lead!, size: Int }
        type Lead { who: Person!, since: Int! }
      `,
      resolvers: {
        Query: {
          one: (_, { id }) => person(id),
          must: (_, { id }) => person(id),
          all: () => PEOPLE,
          everyone: () => PEOPLE,
          surely: () => PEOPLE,
          groups: () => [[person('ann')], [person('ann'), person('lost')], null, []],
          holes: () => [null, person('ann'), null, person('lost')],
          team: () => ({ lead: { who: person('lost'), since: 1 }, size: 2 }),
          anything: () => 1,
        },
        Person: { boss: () => person('lost'), partner: () => person('odd') },
      },
    },
    {
      name: 'ages',
      typeDefs: `
        type Person @key(fields: "id") { id: ID!, age: Int!, shoe: Int, pets: [Pet!], tags: [String!]! }
        type Pet { name: String!, toy: Toy }
        type Toy { price: Int! }
      `,
      resolvers: {
        Person: {
          __resolveReference: ({ id }) => (id === 'lost' ? null : { id }),
          age: ({ id }) => {
            if (id === 'bad') throw new GraphQLError('no age');
            return id === 'odd' ? null : 30;
          },
          shoe: ({ id }) => (id === 'bad' ? Promise.reject(new Error('no shoe')) : 40),
          pets: ({ id }) =>
            id === 'odd' ? [{ name: 'rex' }, { name: null }] : [{ name: 'tom', toy: { price: null } }],
          tags: ({ id }) => (id === 'odd' ? ['x', null] : ['x']),
        },
      },
    },
  );
});

const ANN = { name: 'ann', age: 30 };

describe('a null where there may be none', () => {
  test.each([
    { name: 'is none where all is well', query: '{ one(id: "ann") { name age } }', data: { one: ANN } },
    {
      name: 'nulls its object where an entity is not known',
      query: '{ one(id: "lost") { name age } anything }',
      data: { one: null, anything: 1 },
      failing: [['one', 'age']],
    },
    {
      name: 'is not where an entity is not known and the field may be null',
      query: '{ one(id: "lost") { name shoe pets { name } } }',
      data: { one: { name: 'lost', shoe: null, pets: null } },
    },
    {
      name: 'nulls its object where the subgraph itself breaks its word',
      query: '{ one(id: "odd") { name age } }',
      data: { one: null },
      failing: [['one', 'age']],
    },
    {
      name: 'nulls its object where the field fails',
      query: '{ one(id: "bad") { name age } }',
      data: { one: null },
      failing: [['one', 'age']],
    },
    {
      name: 'nulls everything where nothing above may be null',
      query: '{ anything must(id: "lost") { age } }',
      data: null,
      failing: [['must', 'age']],
    },
    {
      name: 'nulls items of a list',
      query: '{ all { name age } }',
      data: { all: [ANN, null, null, null] },
      failing: [
        ['all', 1, 'age'],
        ['all', 2, 'age'],
        ['all', 3, 'age'],
      ],
    },
    {
      name: 'nulls the inner list and not the outer',
      query: '{ groups { age } }',
      data: { groups: [[{ age: 30 }], null, null, []] },
      failing: [['groups', 1, 1, 'age']],
    },
    {
      name: 'is counted past nulls that may be',
      query: '{ holes { name age } }',
      data: { holes: [null, ANN, null, null] },
      failing: [['holes', 3, 'age']],
    },
    {
      name: 'goes up over objects of another subgraph',
      query: '{ team { size lead { since who { age } } } }',
      data: { team: null },
      failing: [['team', 'lead', 'who', 'age']],
    },
    {
      name: 'goes up from an entity below an entity',
      query: '{ one(id: "ann") { name boss { age } partner { shoe } } }',
      data: { one: { name: 'ann', boss: null, partner: { shoe: 40 } } },
      failing: [['one', 'boss', 'age']],
    },
    {
      name: 'goes up through what must be to what may be',
      query: '{ one(id: "ann") { name partner { age } } }',
      data: { one: null },
      failing: [['one', 'partner', 'age']],
    },
    {
      name: 'within an answer of a subgraph leaves the rest of it',
      query:
        '{ one(id: "odd") { name shoe pets { name } } two: one(id: "ann") { pets { name toy { price } } } }',
      data: { one: { name: 'odd', shoe: 40, pets: null }, two: { pets: [{ name: 'tom', toy: null }] } },
      failing: [
        ['one', 'pets', 1, 'name'],
        ['two', 'pets', 0, 'toy', 'price'],
      ],
    },
    {
      name: 'in a list of words nulls what the list is in',
      query: '{ one(id: "odd") { name tags } all { tags } }',
      data: { one: null, all: [{ tags: ['x'] }, null, null, { tags: ['x'] }] },
      failing: [
        ['one', 'tags', 1],
        ['all', 1, 'tags'],
        ['all', 2, 'tags', 1],
      ],
    },
    {
      name: 'is told by the name that the client gave it',
      query: '{ a: all { b: age } }',
      data: { a: [{ b: 30 }, null, null, null] },
      failing: [
        ['a', 1, 'b'],
        ['a', 2, 'b'],
        ['a', 3, 'b'],
      ],
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test.each(['everyone', 'surely'])('nulls a list whose items must be: %s', async (list) => {
    const { data, errors = [] } = await federation.execute({ query: `{ anything ${list} { age } }` });
    expect(data).toEqual(list === 'surely' ? null : { anything: 1, everyone: null });
    // Which of several under one null are told is left open; each is where something is.
    expect(errors.length).toBeGreaterThan(0);
    for (const { path } of errors)
      expect([1, 2, 3].map((index) => `${list}.${index}.age`)).toContain(path?.join('.'));
  });

  test('is an error even where its subgraph said nothing of it', async () => {
    const { errors } = await federation.execute({ query: '{ one(id: "lost") { age } }' });
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('null') as unknown,
        extensions: { code: 'NOT_FOUND', retry: 'never' },
      }),
    ]);
  });
});
