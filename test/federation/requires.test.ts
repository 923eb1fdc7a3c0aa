import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'people',
      typeDefs: `
        type Query { person(id: ID!): Person, people: [Person] }
        interface Pet { id: ID!, food: String! }
        type Person @key(fields: "id") { id: ID!, name: String, address: Address, pet: Pet, pets: [Pet], friend: Person }
        type Address @shareable { city: City, street: String }
        type City @shareable { code: Int! }
        type Dog implements Pet @key(fields: "id") { id: ID!, food: String!, bark: Int }
        type Cat implements Pet @key(fields: "id") { id: ID!, food: String! }
      `,
      resolvers: {
        Query: { person: (_, { id }) => PEOPLE[id], people: () => [PEOPLE.ann, null, PEOPLE.ben] },
        Person: { __resolveReference: ({ id }) => PEOPLE[id], friend: ({ friend }) => PEOPLE[friend] },
      },
    },
    {
      name: 'letters',
      typeDefs: `
        interface Pet { id: ID! }
        type Person @key(fields: "id") {
          id: ID!
          name: String @external
          address: Address @external
          pet: Pet @external
          pets: [Pet] @external
          friend: Person @external
          label: String @requires(fields: "name address { city { code } street }")
          walk: String @requires(fields: "pet { __typename id ... on Dog { bark } }")
          herd: String @requires(fields: "pets { __typename id }")
          regards: String @requires(fields: "friend { name }")
        }
        type Address @shareable { city: City, street: String }
        type City @shareable { code: Int! }
        type Dog implements Pet @key(fields: "id") { id: ID!, bark: Int @external }
        type Cat implements Pet @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Person: {
          label: ({ name, address }) => `${name}, ${address?.street} ${address?.city?.code}`,
          walk: ({ pet }) => `${pet?.__typename} ${pet?.id} ${pet?.bark}`,
          herd: ({ pets }) => JSON.stringify(pets),
          regards: ({ friend }) => `to ${friend?.name}`,
        },
      },
    },
    {
      name: 'post',
      typeDefs: `
        type Query { stamp: Person }
        type Person @key(fields: "id") {
          id: ID!
          label: String @external
          regards: String @external
          postage: String @requires(fields: "label")
          parcel: String @requires(fields: "label regards")
        }
      `,
      resolvers: {
        Query: { stamp: () => ({ id: 'ben' }) },
        Person: {
          postage: ({ label }) => `[${label}]`,
          parcel: ({ label, regards }) => `${regards}: ${label}`,
        },
      },
    },
  );
});

const PEOPLE: Record<string, object> = {
  ann: {
    id: 'ann',
    name: 'Ann',
    address: { street: 'High', city: { code: 7 } },
    pet: { __typename: 'Dog', id: 'rex', food: 'bone', bark: 3 },
    pets: [{ __typename: 'Dog', id: 'rex' }, null, { __typename: 'Cat', id: 'tom' }],
    friend: 'ben',
  },
  ben: {
    id: 'ben',
    name: null,
    address: { street: null, city: null },
    pet: { __typename: 'Cat', id: 'tom' },
  },
  cat: { id: 'cat' },
};

describe('a field that needs others', () => {
  test.each([
    {
      name: 'gets nested ones',
      query: '{ person(id: "ann") { label } }',
      data: { person: { label: 'Ann, High 7' } },
    },
    {
      name: 'gets null where one is null',
      query: '{ person(id: "ben") { label } }',
      data: { person: { label: 'null, null undefined' } },
    },
    {
      name: 'gets null where what is above one is null',
      query: '{ person(id: "cat") { label } }',
      data: { person: { label: 'null, undefined undefined' } },
    },
    {
      name: 'gets what an interface says, and what one of its types says',
      query: '{ a: person(id: "ann") { walk } b: person(id: "ben") { walk } c: person(id: "cat") { walk } }',
      data: {
        a: { walk: 'Dog rex 3' },
        b: { walk: 'Cat tom undefined' },
        c: { walk: 'undefined undefined undefined' },
      },
    },
    {
      name: 'gets a list with its nulls',
      query: '{ person(id: "ann") { herd } }',
      data: {
        person: { herd: '[{"__typename":"Dog","id":"rex"},null,{"__typename":"Cat","id":"tom"}]' },
      },
    },
    {
      name: 'gets a field of another entity, or null',
      query: '{ a: person(id: "ann") { regards } c: person(id: "cat") { regards } }',
      data: { a: { regards: 'to null' }, c: { regards: 'to undefined' } },
    },
    {
      name: 'gets what itself needs others',
      query: '{ person(id: "ann") { postage parcel } }',
      data: { person: { postage: '[Ann, High 7]', parcel: 'to null: Ann, High 7' } },
    },
    {
      name: 'gets them also where the way begins in its own subgraph',
      query: '{ stamp { postage id } }',
      data: { stamp: { postage: '[null, null undefined]', id: 'ben' } },
    },
    {
      name: 'leaves the client what it needs, under whatever name',
      query: '{ person(id: "ann") { name: label label: name address { street: city { street: code } } } }',
      data: { person: { name: 'Ann, High 7', label: 'Ann', address: { street: { street: 7 } } } },
    },
    {
      name: 'is had for each of a list that is not null',
      query: '{ people { label } }',
      data: { people: [{ label: 'Ann, High 7' }, null, { label: 'null, null undefined' }] },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('sends null for null, and not nothing', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ person(id: "cat") { label } }' });
    expect(representationsTo(federation, 'letters')).toEqual([
      [{ __typename: 'Person', id: 'cat', name: null, address: null }],
    ]);
  });
});

test('a field needs what another subgraph has by a key that runs through an object of a third', async () => {
  const item = { id: '1', stock: { id1: 's1' } };
  const nested = await federate(
    {
      name: 'a',
      typeDefs: `
        type Query { item: Item }
        type Item @key(fields: "id") { id: ID!, stock: Stock! @shareable }
        type Stock @key(fields: "id1") { id1: ID! }
      `,
      resolvers: { Query: { item: () => item } },
    },
    {
      name: 'b',
      typeDefs: 'type Stock @key(fields: "id1") @key(fields: "id2") { id1: ID!, id2: ID! }',
      resolvers: { Stock: { __resolveReference: () => ({ id1: 's1', id2: 's2' }) } },
    },
    {
      name: 'c',
      typeDefs: `
        type Item @key(fields: "stock { id2 }") {
          stock: Stock! @shareable
          count: Int @external
          label: String @requires(fields: "count")
        }
        type Stock @key(fields: "id2") { id2: ID! }
      `,
      resolvers: { Item: { label: ({ count, stock }) => `${count} of ${stock.id2}` } },
    },
    {
      name: 'd',
      typeDefs: `
        type Item @key(fields: "stock { id2 }") { stock: Stock! @shareable, count: Int }
        type Stock @key(fields: "id2", resolvable: false) { id2: ID! }
      `,
      resolvers: { Item: { count: ({ stock }) => (stock.id2 === 's2' ? 8 : 0) } },
    },
  );
  await expectAnswer(nested, { name: '', query: '{ item { label } }', data: { item: { label: '8 of s2' } } });
  await expectAnswer(nested, {
    name: '',
    query: '{ item { id count label stock { id1 id2 } } }',
    data: { item: { id: '1', count: 8, label: '8 of s2', stock: { id1: 's1', id2: 's2' } } },
  });
});

describe('what a field needs and what fails', () => {
  let failing: Federation;
  beforeAll(async () => {
    const fail = () => {
      throw new Error('failed');
    };
    failing = await federate(
      {
        name: 'a',
        typeDefs: 'type Query { thing: Thing, things: [Thing] } type Thing @key(fields: "id") { id: ID! }',
        resolvers: { Query: { thing: () => ({ id: '1' }), things: () => [{ id: '2' }, { id: '1' }] } },
      },
      {
        name: 'b',
        typeDefs: `
          type Thing @key(fields: "id") {
            id: ID!
            size: Int @external
            box: Box @external
            label: String @requires(fields: "size")
            tag: String @requires(fields: "size")
            lid: String @requires(fields: "box { depth }")
            plain: Int
          }
          type Box @shareable { depth: Int }
        `,
        resolvers: {
          Thing: {
            label: ({ size }) => `label ${size}`,
            tag: ({ size }) => `tag ${size}`,
            lid: ({ box }) => `lid ${box?.depth}`,
            plain: () => 7,
          },
        },
      },
      {
        name: 'c',
        typeDefs: `
          type Thing @key(fields: "id") { id: ID!, size: Int, box: Box, label: String @external, sign: String @requires(fields: "label") }
          type Box @shareable { depth: Int }
        `,
        resolvers: {
          Thing: {
            size: ({ id }) => (id === '1' ? fail() : 5),
            box: () => ({}),
            sign: ({ label }) => `sign ${label}`,
          },
          Box: { depth: fail },
        },
      },
    );
  });

  test.each([
    {
      name: 'is told at the field that lacks it',
      query: '{ thing { plain label } }',
      data: { thing: { plain: 7, label: 'label null' } },
      failing: [['thing', 'label']],
    },
    {
      name: 'is told where it is asked for, if it is',
      query: '{ thing { label size } }',
      data: { thing: { label: 'label null', size: null } },
      failing: [['thing', 'size']],
    },
    {
      name: 'is told at each field that lacks it, of each object',
      query: '{ things { label named: tag } thing { id } }',
      data: {
        things: [
          { label: 'label 5', named: 'tag 5' },
          { label: 'label null', named: 'tag null' },
        ],
        thing: { id: '1' },
      },
      failing: [
        ['things', 1, 'label'],
        ['things', 1, 'named'],
      ],
    },
    {
      name: 'is told where it lies within an object',
      query: '{ thing { lid plain } }',
      data: { thing: { lid: 'lid null', plain: 7 } },
      failing: [['thing', 'lid']],
    },
    {
      name: 'is told where a field between them needs it',
      query: '{ thing { sign } }',
      data: { thing: { sign: 'sign label null' } },
      failing: [['thing', 'sign']],
    },
  ])('$name', (wanted) => expectAnswer(failing, wanted));
});
