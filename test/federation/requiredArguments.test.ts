import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

const RATES: Readonly<Record<string, number>> = { EUR: 1, USD: 2, YEN: 100 };

interface Parcel {
  twin?: { price: number };
  weight?: number;
  price?: number;
  size?: { width: number };
  routes?: { hops: number }[];
  carrier?: { __typename: string; fee: number };
}

/** What things are, and what they cost in whichever currency. */
const catalogue: Toy = {
  name: 'catalogue',
  typeDefs: `
    type Query { items: [Item!]!, item: Item }
    enum Currency { EUR USD YEN }
    type Item @key(fields: "id") {
      id: ID!
      price(currency: Currency! = EUR): Int!
      weight(grams: Boolean): Int
      size(scale: Int! = 1): Size
      routes(from: String): [Route!]
      carrier(fast: Boolean!): Carrier
      twin: Item
    }
    type Size @shareable { width(doubled: Boolean! = false): Int! }
    type Route @shareable { hops(limit: Int! = 9): Int! }
    interface Carrier { fee(currency: Currency! = EUR): Int! }
    type Bike implements Carrier @shareable { fee(currency: Currency! = EUR): Int! }
    type Van implements Carrier @shareable { fee(currency: Currency! = EUR): Int! }
  `,
  resolvers: {
    Query: { items: () => [{ id: 'a' }, { id: 'b' }], item: () => ({ id: 'a' }) },
    Item: {
      __resolveReference: ({ id }) => ({ id }),
      price: ({ id }, { currency }) => (id === 'a' ? 10 : 20) * RATES[currency]!,
      twin: () => ({ id: 'b' }),
      weight: (_, { grams }) => (grams ? 3_000 : 3),
      size: (_, { scale }) => ({ scale }),
      routes: (_, { from }) => (from === 'sea' ? [{ hops: 4 }, { hops: 7 }] : [{ hops: 1 }]),
      carrier: (_, { fast }) => ({ __typename: fast ? 'Bike' : 'Van', base: fast ? 5 : 8 }),
    },
    Size: { width: ({ scale }, { doubled }) => scale * (doubled ? 2 : 1) },
    Route: { hops: ({ hops }, { limit }) => Math.min(hops, limit) },
    Bike: { fee: ({ base }, { currency }) => base * RATES[currency]! },
    Van: { fee: ({ base }, { currency }) => base * RATES[currency]! },
  },
};

/** What it takes to send them; each field needs one of the catalogue's in its own way. */
const shipping: Toy = {
  name: 'shipping',
  typeDefs: `
    enum Currency { EUR USD YEN }
    type Item @key(fields: "id") {
      id: ID!
      price(currency: Currency! = EUR): Int! @external
      weight(grams: Boolean): Int @external
      size(scale: Int! = 1): Size @external
      routes(from: String): [Route!] @external
      carrier(fast: Boolean!): Carrier @external
      twin: Item @external
      pair: String @requires(fields: "price(currency: USD) twin { price }")
      riap: String @requires(fields: "price twin { price(currency: USD) }")
      duty: String @requires(fields: "price(currency: USD)")
      toll: String @requires(fields: "price(currency: YEN) weight(grams: true)")
      plain: String @requires(fields: "price")
      crate: String @requires(fields: "size(scale: 3) { width(doubled: true) }")
      way: String @requires(fields: "routes(from: \\"sea\\") { hops(limit: 5) }")
      courier: String @requires(fields: "carrier(fast: true) { __typename fee(currency: YEN) }")
    }
    type Size @shareable { width(doubled: Boolean! = false): Int! }
    type Route @shareable { hops(limit: Int! = 9): Int! }
    interface Carrier { fee(currency: Currency! = EUR): Int! }
    type Bike implements Carrier @shareable { fee(currency: Currency! = EUR): Int! }
    type Van implements Carrier @shareable { fee(currency: Currency! = EUR): Int! }
  `,
  resolvers: {
    Item: {
      __resolveReference: (told) => told,
      duty: ({ price }: Parcel) => `on ${price}`,
      toll: ({ price, weight }: Parcel) => `on ${price} for ${weight}`,
      pair: ({ price, twin }: Parcel) => `${price} and ${twin?.price}`,
      riap: ({ price, twin }: Parcel) => `${price} and ${twin?.price}`,
      plain: ({ price }: Parcel) => `on ${price}`,
      crate: ({ size }: Parcel) => `of ${size?.width}`,
      way: ({ routes }: Parcel) => `over ${routes?.map(({ hops }) => hops).join('+')}`,
      courier: ({ carrier }: Parcel) => `${carrier?.__typename} for ${carrier?.fee}`,
    },
  },
};

let federation: Federation;
beforeAll(async () => {
  federation = await federate(catalogue, shipping);
});

describe('a field that is needed with arguments', () => {
  test.each([
    { name: 'is asked for with them', query: '{ item { duty } }', data: { item: { duty: 'on 20' } } },
    {
      name: 'leaves the client the same field with other arguments',
      query: '{ item { price(currency: EUR) duty } }',
      data: { item: { price: 10, duty: 'on 20' } },
    },
    {
      name: 'leaves the client the same field with the same arguments',
      query: '{ item { price(currency: USD) duty } }',
      data: { item: { price: 20, duty: 'on 20' } },
    },
    {
      name: 'leaves the client its default',
      query: '{ item { price duty } }',
      data: { item: { price: 10, duty: 'on 20' } },
    },
    {
      name: 'leaves the client its variable',
      query: 'query ($in: Currency!) { item { price(currency: $in) toll } }',
      variables: { in: 'USD' },
      data: { item: { price: 20, toll: 'on 1000 for 3000' } },
    },
    {
      name: 'is had by several who need it, each with its own',
      query: '{ items { duty toll plain } }',
      data: {
        items: [
          { duty: 'on 20', toll: 'on 1000 for 3000', plain: 'on 10' },
          { duty: 'on 40', toll: 'on 2000 for 3000', plain: 'on 20' },
        ],
      },
    },
    {
      name: 'is had by several and by the client under many names',
      query:
        '{ item { price: weight yen: price(currency: YEN) usd: price(currency: USD) duty toll weight: plain } }',
      data: {
        item: { price: 3, yen: 1000, usd: 20, duty: 'on 20', toll: 'on 1000 for 3000', weight: 'on 10' },
      },
    },
    {
      name: 'is had with the arguments of what stands below it',
      query: '{ item { size { width } crate big: size(scale: 5) { width } } }',
      data: { item: { size: { width: 1 }, crate: 'of 6', big: { width: 5 } } },
    },
    {
      name: 'is another one further down, for who needs both',
      query: '{ a: item { plain pair } b: item { duty riap } c: item { pair riap } }',
      data: {
        a: { plain: 'on 10', pair: '20 and 20' },
        b: { duty: 'on 20', riap: '10 and 40' },
        c: { pair: '20 and 20', riap: '10 and 40' },
      },
    },
    {
      name: 'is had below lists',
      query: '{ items { routes { hops } way } }',
      data: {
        items: [
          { routes: [{ hops: 1 }], way: 'over 4+5' },
          { routes: [{ hops: 1 }], way: 'over 4+5' },
        ],
      },
    },
    {
      name: 'is had through an interface',
      query: '{ item { carrier(fast: false) { __typename fee } courier } }',
      data: { item: { carrier: { __typename: 'Van', fee: 8 }, courier: 'Bike for 500' } },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('comes to who needs it under its own name, and nobody gets what another needs', async () => {
    await federation.execute({ query: '{ item { plain } }' });
    federation.requests.length = 0;
    await federation.execute({ query: '{ item { duty } }' });
    expect(representationsTo(federation, 'shipping')).toEqual([[{ __typename: 'Item', id: 'a', price: 20 }]]);
  });
});
