import { GraphQLError } from 'graphql';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const refused = (what: string) =>
  new GraphQLError(what, { extensions: { code: 'REFUSED', retry: 'never', what } });

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'houses',
      typeDefs: `
        type Query {
          house: House, street: [House], town: [[House]], fails: Int, any: [Any], maybe: [Int], cellar: Cellar
          sound: Int!
          garden: Garden @shareable
          beds: [Bed!]! @shareable
          shelf: [Pot]
        }
        interface Pot { herb: String! }
        type Clay implements Pot { herb: String! }
        type Tin implements Pot { herb: String! }
        type Garden { gate: String, shed: Shed @shareable }
        type Shed { key: String }
        type Bed { soil: String }
        type Cellar { barrels: [Barrel!]! }
        type Barrel { wine: String!, litres: Int }
        type House @key(fields: "id") { id: ID!, number: Int, next: House, flats: [Flat] }
        type Flat @key(fields: "id") { id: ID!, floor: Int }
        union Any = House | Flat
      `,
      resolvers: {
        Query: {
          house: () => house('1'),
          street: () => [house('1'), null, house('2'), house('1')],
          town: () => [[house('2')], null, [null, house('1')]],
          fails: () => {
            throw refused('root');
          },
          any: () => [
            { __typename: 'Flat', id: 'f' },
            { __typename: 'House', ...house('2') },
          ],
          maybe: () => [1, refused('item'), 3],
          cellar: () => ({ barrels: [{}] }),
          shelf: () => [{ __typename: 'Tin', herb: null }],
          garden: () => ({ gate: 'open', shed: { key: 'k' } }),
          beds: () => [{ soil: 'clay' }, { soil: 'loam' }],
          sound: () => {
            throw refused('sound');
          },
        },
        Barrel: {
          wine: () => {
            throw refused('wine');
          },
        },
        House: {
          number: ({ id }) => {
            if (id === '2') throw refused('number');
            return 1;
          },
        },
      },
    },
    {
      name: 'tenants',
      typeDefs: `
        type Query { wide: Int!, garden: Garden! @shareable, beds: [Bed!]! @shareable }
        type Garden { pond: [Fish!]!, shed: Shed @shareable }
        type Shed { lock: Int! }
        type Bed { herbs: [Herb!]! }
        type Fish { name: String }
        type Herb { name: String }
        type House @key(fields: "id") { id: ID!, owner: Owner, rent(of: Int): Int, tax: Int }
        type Flat @key(fields: "id") { id: ID!, owner: Owner }
        type Owner @key(fields: "name") { name: ID!, age: Int, houses: [House] }
      `,
      resolvers: {
        Query: {
          wide: () => null,
          garden: () => ({ pond: [null], shed: { lock: 1 } }),
          beds: () => [{ herbs: [] }, { herbs: [null] }],
        },
        House: {
          // Thrown at once, it would fail every entity of the request.
          __resolveReference: ({ id }) => (id === '3' ? Promise.reject(refused('reference')) : { id }),
          owner: ({ id }) => ({ name: `owner ${id}`, houses: [{ id: '2' }, { id: '3' }] }),
          rent: ({ id }) => {
            if (id === '2') throw refused('rent');
            return 100;
          },
          tax: () => 1,
        },
        Flat: { owner: () => ({ name: 'flat owner' }) },
        Owner: {
          age: ({ name }) => {
            throw refused(`age of ${name}`);
          },
        },
      },
    },
    {
      name: 'phones',
      typeDefs: `type Owner @key(fields: "name") { name: ID!, phone: String, phones: [Phone] } type Phone { digits: String! }`,
      resolvers: {
        Owner: {
          phone: ({ name }) => {
            if (name === 'owner 1') throw refused('phone');
            return `phone of ${name}`;
          },
          phones: () => [{ digits: '1' }, { digits: () => Promise.reject(refused('digits')) }],
        },
      },
    },
  );
});

function house(id: string): object {
  return { id, next: id === '1' ? { id: '2' } : { id: '3' }, flats: [{ id: `${id}a` }, { id: `${id}b` }] };
}

describe('the path of an error', () => {
  test.each([
    { name: 'is that of a root field', query: '{ x: fails }', data: { x: null }, failing: [['x']] },
    {
      name: 'leads into an entity',
      query: '{ house { next { rent } } }',
      data: { house: { next: { rent: null } } },
      failing: [['house', 'next', 'rent']],
    },
    {
      name: 'has the names that the client gave, on every level',
      query: '{ a: house { b: next { c: rent d: number } } }',
      data: { a: { b: { c: null, d: null } } },
      failing: [
        ['a', 'b', 'c'],
        ['a', 'b', 'd'],
      ],
    },
    {
      name: 'has places in lists, past those that are null',
      query: '{ street { rent } }',
      data: { street: [{ rent: 100 }, null, { rent: null }, { rent: 100 }] },
      failing: [['street', 2, 'rent']],
    },
    {
      name: 'has places in lists of lists',
      query: '{ town { rent number } }',
      data: { town: [[{ rent: null, number: null }], null, [null, { rent: 100, number: 1 }]] },
      failing: [
        ['town', 0, 0, 'rent'],
        ['town', 0, 0, 'number'],
      ],
    },
    {
      name: 'leads over two subgraphs to a third',
      query: '{ street { owner { phone } } }',
      data: {
        street: [
          { owner: { phone: null } },
          null,
          { owner: { phone: 'phone of owner 2' } },
          { owner: { phone: null } },
        ],
      },
      failing: [
        ['street', 0, 'owner', 'phone'],
        ['street', 3, 'owner', 'phone'],
      ],
    },
    {
      name: 'leads to what is below an entity of a third',
      query: '{ house { owner { p: phones { d: digits } } } }',
      data: { house: { owner: { p: [{ d: '1' }, null] } } },
      failing: [['house', 'owner', 'p', 1, 'd']],
    },
    {
      name: 'is had for each place that one entity has',
      query: '{ a: street { rent } b: house { next { rent money: rent(of: 1) } } }',
      data: {
        a: [{ rent: 100 }, null, { rent: null }, { rent: 100 }],
        b: { next: { rent: null, money: null } },
      },
      failing: [
        ['a', 2, 'rent'],
        ['b', 'next', 'rent'],
        ['b', 'next', 'money'],
      ],
    },
    {
      name: 'is that of each field that is null where an entity cannot be resolved',
      query: '{ house { owner { houses { number next { tax rent } } } } }',
      data: {
        house: {
          owner: {
            houses: [
              { number: null, next: null },
              { number: 1, next: null },
            ],
          },
        },
      },
      failing: [['house', 'owner', 'houses', 0, 'number']],
    },
    {
      name: 'leads into what a union is',
      query: '{ any { ... on House { number owner { age } } ... on Flat { owner { years: age } } } }',
      data: { any: [{ owner: { years: null } }, { number: null, owner: { age: null } }] },
      failing: [
        ['any', 0, 'owner', 'years'],
        ['any', 1, 'number'],
        ['any', 1, 'owner', 'age'],
      ],
    },
    {
      name: 'leads to an item that failed by itself',
      query: '{ maybe }',
      data: { maybe: [1, null, 3] },
      failing: [['maybe', 1]],
    },
    {
      name: 'leads to a field that stands in one of several selections of its object',
      query: '{ cellar { barrels { litres } barrels { wine } } }',
      data: { cellar: null },
      failing: [['cellar', 'barrels', 0, 'wine']],
    },
    {
      name: 'is that of the field itself also where another has nulled its object before it is written',
      query: '{ street { id } wide sound }',
      data: null,
      failing: [['wide'], ['sound']],
    },
    {
      name: 'leads into an object that one of its subgraphs lost to it',
      query: '{ garden { gate pond { name } } }',
      data: { garden: null },
      failing: [['garden', 'pond', 0]],
    },
    {
      name: 'is that of a name that holds for every type, where nobody knows the type of what failed',
      query: '{ shelf { ... on Clay { clay: herb } any: herb } }',
      data: { shelf: [null] },
      failing: [['shelf', 0, 'any']],
    },
    {
      name: 'is not that of an object beside the one that was lost',
      query: '{ garden { shed { key lock } pond { name } } }',
      data: { garden: null },
      failing: [['garden', 'pond', 0]],
    },
    {
      name: 'is not that of an item beside the one that its list was lost to',
      query: '{ beds { soil herbs { name } } }',
      data: null,
      failing: [['beds', 1, 'herbs', 0]],
    },
    {
      name: 'has names that hide keys as the client wrote them',
      query: '{ house { id: next { id: rent __typename: id } } }',
      data: { house: { id: { id: null, __typename: '2' } } },
      failing: [['house', 'id', 'id']],
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('is told once, though a subgraph tells of it twice', async () => {
    try {
      const house = { message: 'no', path: ['house'] };
      federation.servers.set('houses', async () => ({ data: { house: null }, errors: [house, house] }));
      await expectAnswer(federation, {
        name: '',
        query: '{ house { number } }',
        data: { house: null },
        failing: [['house']],
      });
    } finally {
      federation.restore();
    }
  });

  test('comes with what the subgraph said of it', async () => {
    const { errors } = await federation.execute({ query: '{ house { next { rent } } }' });
    expect(errors).toEqual([
      {
        message: 'rent',
        path: ['house', 'next', 'rent'],
        extensions: { code: 'REFUSED', retry: 'never', what: 'rent' },
      },
    ]);
  });

  test('is that of each field of an entity whose reference fails', async () => {
    await expectAnswer(federation, {
      name: '',
      query: '{ street { next { rent owner { name } } } }',
      data: {
        street: [
          { next: { rent: null, owner: { name: 'owner 2' } } },
          null,
          { next: { rent: null, owner: null } },
          { next: { rent: null, owner: { name: 'owner 2' } } },
        ],
      },
      failing: [
        ['street', 0, 'next', 'rent'],
        ['street', 2, 'next', 'owner'],
        ['street', 2, 'next', 'rent'],
        ['street', 3, 'next', 'rent'],
      ],
    });
  });
});
