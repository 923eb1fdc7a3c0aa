import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { describe, expect, it, test } from '@jest/globals';
import { LOG_SDL } from '../../gateway/log/schema.js';
import { schemasOfServices } from '../../gateway/services.js';
import { brokenPromises } from '../support/promises.js';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the services and the partner of the tutorial', () => {
  it('promise no value that another of them, or a permission, may withhold', async () => {
    const acme = { name: 'acme', sdl: read('../../docs/partner/schema.graphql') };
    const all = [...(await schemasOfServices()), { name: 'log', sdl: LOG_SDL }, acme];
    expect(brokenPromises(all)).toEqual([]);
  });
});

describe('a value is promised against the rule', () => {
  const shop = (sdl: string) => [
    { name: 'shelf', sdl: 'type Book @key(fields: "id") { id: ID! title: String! }' },
    { name: 'reviews', sdl },
  ];

  test.each([
    [
      'where a service adds it to what is at home elsewhere',
      'type Book @key(fields: "id") { id: ID! stars: Int! }',
      'Book is promised by reviews and shelf',
    ],
    ['in a root field', 'type Query { best: Int! }', 'reviews: Query.best is a root field'],
    ['in a mutation', 'type Mutation { rate: Int! }', 'reviews: Mutation.rate is a root field'],
    [
      'where it leads to another service',
      'type Book @key(fields: "id") { id: ID! } type Review { book: Book! }',
      'reviews: Review.book leads to what is at home elsewhere',
    ],
    [
      'where a list does',
      'type Book @key(fields: "id") { id: ID! } type Review { books: [Book!] }',
      'reviews: Review.books leads to what is at home elsewhere',
    ],
    [
      'where a union does',
      'type Book @key(fields: "id") { id: ID! } union Any = Review | Book type Review { any: Any! }',
      'reviews: Review.any leads to what is at home elsewhere',
    ],
  ])('%s', (_, sdl, fault) => {
    expect(brokenPromises(shop(sdl))).toEqual([fault]);
  });

  test.each([
    ['a subscription has one root', 'type Subscription { rated: Int! }'],
    ['what a service adds may be null', 'type Book @key(fields: "id") { id: ID! stars: Int }'],
    [
      'a list of what is at home elsewhere may be promised',
      'type Book @key(fields: "id") { id: ID! } type Review { books: [Book]! }',
    ],
    ['what is its own is promised', 'type Review @key(fields: "id") { id: ID! stars: Int! next: Review! }'],
  ])('but not where %s', (_, sdl) => {
    expect(brokenPromises(shop(sdl))).toEqual([]);
  });
});
