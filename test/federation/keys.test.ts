import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import { composeToys } from '../support/federation/composeToys.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'first',
      typeDefs: `
        type Query { book: Book, shelf: Shelf, shelves: [Shelf] }
        type Book @key(fields: "id") { id: ID!, title: String }
        type Shelf @key(fields: "room { house { id } } row") { room: Room!, row: Int!, label: String, books: [Book!] }
        type Room @shareable { house: House!, door: String }
        type House @key(fields: "id", resolvable: false) { id: ID! }
      `,
      resolvers: {
        Query: {
          book: () => ({ id: 'b1', title: 'Emma' }),
          shelf: () => shelf(1),
          shelves: () => [shelf(1), shelf(2)],
        },
        Book: { __resolveReference: ({ id }) => ({ id, title: 'Emma' }) },
      },
    },
    {
      name: 'second',
      typeDefs: `
        type Book @key(fields: "id") @key(fields: "isbn") { id: ID!, isbn: Int!, pages: Int }
      `,
      resolvers: {
        Book: {
          __resolveReference: ({ id, isbn }) => ({ id: id ?? `b${isbn - 100}`, isbn: isbn ?? 101, pages: 9 }),
        },
      },
    },
    {
      name: 'third',
      typeDefs: `
        type Query { copy: Copy }
        type Book @key(fields: "isbn") @key(fields: "shop { code } isbn") { isbn: Int!, shop: Shop!, price: Int }
        type Shop @shareable { code: ID! }
        type Copy { of: Book }
      `,
      resolvers: {
        Query: { copy: () => ({ of: { isbn: 101 } }) },
        Book: { price: ({ isbn }) => isbn * 2, shop: () => ({ code: 's' }) },
      },
    },
    {
      name: 'fourth',
      typeDefs: `
        type Book @key(fields: "shop { code } isbn") { shop: Shop!, isbn: Int!, stock: Int }
        type Shop @shareable { code: ID! }
        type Shelf @key(fields: "row room { house { id } }") { room: Room!, row: Int!, width: Int }
        type Room @shareable { house: House!, door: String }
        type House @key(fields: "id") { id: ID!, street: String }
      `,
      resolvers: {
        Book: { stock: ({ shop, isbn }) => (shop.code === 's' ? isbn : -1) },
        Shelf: { width: ({ row, room }) => row * 10 + room.house.id.length },
        House: { street: ({ id }) => `${id} street` },
      },
    },
    {
      name: 'fifth',
      typeDefs: `
        type Query { loans: [Loan] }
        type Loan { book: Book, tags: Bag }
        type Book @key(fields: "id", resolvable: false) { id: ID! }
        type Bag @key(fields: "labels { name }") @key(fields: "words") { labels: [Label!]!, words: [String!]! }
        type Label @shareable { name: String! }
      `,
      resolvers: {
        Query: {
          loans: () => [
            { book: { id: 'b1' }, tags: { labels: [{ name: 'x' }, { name: 'y' }], words: ['u', 'v'] } },
            { book: null, tags: { labels: [], words: [] } },
          ],
        },
      },
    },
    {
      name: 'sixth',
      typeDefs: `
        type Bag @key(fields: "labels { name }") { labels: [Label!]!, count: Int }
        type Label @shareable { name: String! }
      `,
      resolvers: { Bag: { count: ({ labels }) => labels.length } },
    },
    {
      name: 'seventh',
      typeDefs: `type Bag @key(fields: "words") { words: [String!]!, text: String }`,
      resolvers: { Bag: { text: ({ words }) => words.join('-') } },
    },
  );
});

function shelf(row: number): object {
  return {
    room: { house: { id: 'h' }, door: 'd' },
    row,
    label: `shelf ${row}`,
    books: [{ id: 'b1', title: 'Emma' }],
  };
}

describe('keys', () => {
  test.each([
    {
      name: 'lead from one subgraph to another',
      query: '{ book { title pages } }',
      data: { book: { title: 'Emma', pages: 9 } },
    },
    {
      name: 'lead over a subgraph that knows both the one and the other',
      query: '{ book { title price } }',
      data: { book: { title: 'Emma', price: 202 } },
    },
    {
      name: 'lead over several',
      query: '{ book { title stock } }',
      data: { book: { title: 'Emma', stock: 101 } },
    },
    {
      name: 'lead back again',
      query: '{ copy { of { title pages price stock } } }',
      data: { copy: { of: { title: 'Emma', pages: 9, price: 202, stock: 101 } } },
    },
    {
      name: 'may run through something nested and another entity, in any order',
      query: '{ shelf { label width } }',
      data: { shelf: { label: 'shelf 1', width: 11 } },
    },
    {
      name: 'that run through something are not in the way of what is asked there',
      query: '{ shelves { room { door house { street } } width books { pages } } }',
      data: {
        shelves: [1, 2].map((row) => ({
          room: { door: 'd', house: { street: 'h street' } },
          width: row * 10 + 1,
          books: [{ pages: 9 }],
        })),
      },
    },
    {
      name: 'that a subgraph cannot resolve still lead away from it',
      query: '{ loans { book { title pages price } } }',
      data: { loans: [{ book: { title: 'Emma', pages: 9, price: 202 } }, { book: null }] },
    },
    {
      name: 'may be lists, of words and of objects',
      query: '{ loans { tags { count text } } }',
      data: { loans: [{ tags: { count: 2, text: 'u-v' } }, { tags: { count: 0, text: '' } }] },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('are asked for only where somewhere has to be gone', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: '{ book { title id } shelf { label } }' });
    expect(federation.requests.map(({ subgraph, query }) => [subgraph, query.includes('house')])).toEqual([
      ['first', false],
    ]);
  });

  test('that a subgraph cannot resolve are never sent to it', async () => {
    const query = '{ loans { book { id title } } }';
    federation.requests.length = 0;
    await federation.execute({ query });
    expect(callsOf(federation)).toEqual({ fifth: 1, first: 1 });
    expect(representationsTo(federation, 'first')).toEqual([[{ __typename: 'Book', id: 'b1' }]]);
  });

  test.each(['"id", resolvable: false', '"isbn"'])(
    'beside one that cannot be resolved: %s first',
    async (first) => {
      const second = first === '"isbn"' ? '"id", resolvable: false' : '"isbn"';
      const both = await federate(
        {
          name: 'list',
          typeDefs: `type Query { book: Book } type Book @key(fields: "id") @key(fields: "isbn") { id: ID!, isbn: Int! }`,
          resolvers: { Query: { book: () => ({ id: 'b', isbn: 1 }) } },
        },
        {
          name: 'other',
          typeDefs: `type Book @key(fields: ${first}) @key(fields: ${second}) { id: ID!, isbn: Int!, price: Int }`,
          resolvers: { Book: { price: ({ isbn }) => isbn } },
        },
      );
      expect(await both.execute({ query: '{ book { price } }' })).toEqual({ data: { book: { price: 1 } } });
      expect(representationsTo(both, 'other')).toEqual([[{ __typename: 'Book', isbn: 1 }]]);
    },
  );

  test('none of which can be resolved make no way, and the parts do not fit', () => {
    const parts = [
      { name: 'a', typeDefs: 'type Query { book: Book } type Book @key(fields: "id") { id: ID! }' },
      { name: 'b', typeDefs: 'type Book @key(fields: "id", resolvable: false) { id: ID!, price: Int }' },
    ];
    expect(() => composeToys(parts)).toThrow(/satisf/);
  });
});
