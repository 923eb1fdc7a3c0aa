import { describe, expect, test } from '@jest/globals';
import { callsOf, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

function shops(override: string): Promise<Federation> {
  return federate(
    {
      name: 'old',
      typeDefs: `
        type Query { item: Item, stock: Int }
        type Item @key(fields: "id") { id: ID!, price: String, name: String }
      `,
      resolvers: {
        Query: { item: () => ({ id: 'i' }), stock: () => 1 },
        Item: { price: () => 'old price', name: () => 'name' },
      },
    },
    {
      name: 'new',
      typeDefs: `
        type Query { stock: Int ${override} }
        type Item @key(fields: "id") { id: ID!, price: String ${override} }
      `,
      resolvers: { Query: { stock: () => 2 }, Item: { price: () => 'new price' } },
    },
  );
}

describe('a field that a subgraph takes over from another', () => {
  test('is never asked of the other again', async () => {
    const federation = await shops('@override(from: "old")');
    expect(await federation.execute({ query: '{ item { name price } stock }' })).toEqual({
      data: { item: { name: 'name', price: 'new price' }, stock: 2 },
    });
    expect(
      federation.requests.filter(({ query }) => /price|stock/.test(query)).map((one) => one.subgraph),
    ).toEqual(['new', 'new']);
  });

  test.each([
    ['percent(100)', 'new price', 2],
    ['percent(0)', 'old price', 1],
  ])('by and by, at %s, is asked of who is to have it', async (label, price, stock) => {
    const federation = await shops(`@override(from: "old", label: "${label}")`);
    for (let time = 0; time < 20; time++) {
      expect(await federation.execute({ query: '{ item { price } stock }' })).toEqual({
        data: { item: { price }, stock },
      });
    }
  });

  test('by and by, at half, is asked now of the one and now of the other, and answered by each', async () => {
    const federation = await shops('@override(from: "old", label: "percent(50)")');
    const seen = new Set<unknown>();
    for (let time = 0; time < 200; time++) {
      const { data } = await federation.execute({ query: '{ item { price } stock }' });
      seen.add(JSON.stringify(data));
    }
    // One chance a label, so that what belongs together comes from one side: 2^-199 that this fails by bad luck.
    expect([...seen].sort()).toEqual(
      ['{"item":{"price":"new price"},"stock":2}', '{"item":{"price":"old price"},"stock":1}'].sort(),
    );
  });

  test('under a label that nobody has switched on stays where it was', async () => {
    const federation = await shops('@override(from: "old", label: "spring-sale")');
    expect(await federation.execute({ query: '{ item { price } stock }' })).toEqual({
      data: { item: { price: 'old price' }, stock: 1 },
    });
    expect(callsOf(federation)).toEqual({ old: 1 });
  });

  test('that is no more is its own', async () => {
    const federation = await federate(
      {
        name: 'list',
        typeDefs: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! }',
        resolvers: { Query: { item: () => ({ id: 'i' }) } },
      },
      {
        name: 'prices',
        typeDefs: 'type Item @key(fields: "id") { id: ID!, price: Int @override(from: "gone") }',
        resolvers: { Item: { price: () => 3 } },
      },
    );
    expect(await federation.execute({ query: '{ item { price } }' })).toEqual({
      data: { item: { price: 3 } },
    });
  });

  test('is needed from who has it now, and needs what the new one says it needs', async () => {
    const federation = await federate(
      {
        name: 'old',
        typeDefs: `
          type Query { item: Item }
          type Item @key(fields: "id") {
            id: ID!, tax: Int, gross: Int @external, bill: String @requires(fields: "gross")
          }
        `,
        resolvers: {
          Query: { item: () => ({ id: 'i' }) },
          Item: { __resolveReference: (told) => told, tax: () => -1, bill: ({ gross }) => `pay ${gross}` },
        },
      },
      {
        name: 'new',
        typeDefs: `
          type Item @key(fields: "id") {
            id: ID!, net: Int @external, tax: Int @override(from: "old") @requires(fields: "net")
          }
        `,
        resolvers: { Item: { __resolveReference: (told) => told, tax: ({ net }) => net / 10 } },
      },
      {
        name: 'sums',
        typeDefs: `
          type Item @key(fields: "id") {
            id: ID!, net: Int, tax: Int @external, gross: Int @requires(fields: "tax")
          }
        `,
        resolvers: {
          Item: { __resolveReference: (told) => told, net: () => 100, gross: ({ tax }) => 100 + tax },
        },
      },
    );
    expect(await federation.execute({ query: '{ item { bill tax gross } }' })).toEqual({
      data: { item: { bill: 'pay 110', tax: 10, gross: 110 } },
    });
  });

  test('is asked of the new one also through an interface of the other', async () => {
    const federation = await federate(
      {
        name: 'old',
        typeDefs: `
          type Query { wares: [Ware] }
          interface Ware { id: ID!, price: Int }
          type Book implements Ware @key(fields: "id") { id: ID!, price: Int }
          type Film implements Ware @key(fields: "id") { id: ID!, price: Int }
        `,
        resolvers: {
          Query: {
            wares: () => [
              { __typename: 'Book', id: 'b', price: 1 },
              { __typename: 'Film', id: 'f', price: 2 },
            ],
          },
        },
      },
      {
        name: 'new',
        typeDefs: 'type Book @key(fields: "id") { id: ID!, price: Int @override(from: "old") }',
        resolvers: { Book: { price: () => 9 } },
      },
    );
    expect(await federation.execute({ query: '{ wares { id price } }' })).toEqual({
      data: {
        wares: [
          { id: 'b', price: 9 },
          { id: 'f', price: 2 },
        ],
      },
    });
  });
});
