import { describe, expect, it } from '@jest/globals';
import { buildASTSchema, Kind, parse } from 'graphql';
import type { FieldNode } from 'graphql';
import { cachingOf } from '../../../../gateway/engine/plan/caching.js';
import type { Step } from '../../../../gateway/engine/plan/steps.js';
import { cachingFacts } from '../../../../gateway/engine/planner/cachingFacts.js';

const SUPERGRAPH = parse(`
  directive @cacheControl(maxAge: Int, scope: Scope, inheritMaxAge: Boolean) on FIELD_DEFINITION | OBJECT | UNION
  directive @join__type(key: String) repeatable on OBJECT
  enum Scope { PUBLIC PRIVATE }
  type Query {
    book(id: ID!): Book
    books: [Book!]! @cacheControl(maxAge: 20)
    shelf: Shelf
    kept: Shelf @cacheControl(maxAge: 40)
    count: Int
    thing: Thing @cacheControl(maxAge: 30)
  }
  type Mutation { print: Book }
  type Book @join__type(key: "isbn") @join__type(key: "id") @cacheControl(maxAge: 60, scope: PUBLIC) {
    id: ID!
    isbn: ID!
    title: String
    soon: String @cacheControl(maxAge: 5)
    never: String @cacheControl(maxAge: 0)
    own: String @cacheControl(scope: PRIVATE)
    price: Price
    shelf: Shelf
    lent: Shelf @cacheControl(maxAge: 10)
  }
  type Price @cacheControl(inheritMaxAge: true) { amount: Int book: Book }
  type Shelf @join__type(key: "id") { id: ID! price: Price book: Book kept: Book @cacheControl(maxAge: 50) }
  union Thing = Book | Shelf
`);
const schema = buildASTSchema(SUPERGRAPH, { assumeValid: true });
const facts = cachingFacts(SUPERGRAPH);

function stepOf(query: string, more: Partial<Step> = {}): Step {
  const [definition] = parse(query).definitions;
  const selections = definition?.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections : [];
  const isEntity = query.includes('_entities');
  return {
    kind: 'query',
    requires: isEntity ? [] : undefined,
    selections: isEntity ? ((selections[0] as FieldNode).selectionSet?.selections ?? []) : selections,
    ...more,
  } as Step;
}

describe('how long the answer of a step may be shown', () => {
  const cases: { query: string; seconds: number | undefined }[] = [
    { query: '{ book(id: 1) { title } }', seconds: 60 },
    { query: '{ book(id: 1) { title soon } }', seconds: 5 },
    { query: '{ book(id: 1) { title never } }', seconds: undefined },
    { query: '{ book(id: 1) { title own } }', seconds: undefined },
    { query: '{ books { title } }', seconds: 20 },
    { query: '{ books { price { amount } } }', seconds: 20 },
    { query: '{ books { price { book { price { amount } } } } }', seconds: 20 },
    { query: '{ book(id: 1) { shelf { id } } }', seconds: undefined },
    { query: '{ book(id: 1) { lent { id price { amount } } } }', seconds: 10 },
    { query: '{ count }', seconds: undefined },
    { query: '{ shelf { id } }', seconds: undefined },
    { query: '{ shelf { kept { title } } }', seconds: undefined },
    { query: '{ kept { id kept { title } } }', seconds: 40 },
    { query: '{ books { title } shelf { id } }', seconds: undefined },
    { query: '{ thing { __typename ... on Book { title } ... on Shelf { id } } }', seconds: 30 },
    { query: '{ thing { ... on Book { own } } }', seconds: undefined },
    { query: '{ __typename }', seconds: undefined },
    { query: '{ _entities { ... on Book { title } } }', seconds: 60 },
    { query: '{ _entities { ... on Book { __typename } } }', seconds: undefined },
    { query: '{ _entities { ... on Book { title own } } }', seconds: undefined },
    { query: '{ _entities { ... on Shelf { id } } }', seconds: undefined },
    { query: '{ _entities { ... on Shelf { kept { title } } } }', seconds: undefined },
    { query: '{ _entities { ... on Shelf { book { title } } } }', seconds: undefined },
    { query: '{ _entities { ... on Book { title } ... on Shelf { id } } }', seconds: undefined },
    { query: '{ books { hidden } }', seconds: undefined },
  ];

  it.each(cases)('$query: $seconds', ({ query, seconds }) => {
    expect(cachingOf(stepOf(query), schema, facts)?.maxAgeSeconds).toBe(seconds);
  });

  it.each(['mutation', 'subscription'] as const)('is no time for a %s', (kind) => {
    expect(cachingOf(stepOf('{ books { title } }', { kind }), schema, facts)).toBeUndefined();
  });
});

describe('the names of what an answer holds', () => {
  const naming = (query: string) => cachingOf(stepOf(query), schema, facts)!.naming;
  const cases: { query: string; data: object; variables?: object; tags: string[] }[] = [
    {
      query: '{ books { id } }',
      data: { books: [{ id: '1' }, { id: '2' }] },
      tags: ['Book:1', 'Book:2', 'Query.books'],
    },
    { query: '{ books { title } }', data: { books: [{ title: 'A' }] }, tags: ['Book', 'Query.books'] },
    { query: '{ books { isbn } }', data: { books: [{ isbn: '9' }] }, tags: ['Book', 'Query.books'] },
    { query: '{ books { other: id } }', data: { books: [{ other: '1' }] }, tags: ['Book', 'Query.books'] },
    { query: '{ book(id: "1") { title } }', data: { book: null }, tags: ['Book:1', 'Query.book'] },
    {
      query: 'query ($id: ID!) { book(id: $id) { title } }',
      variables: { id: '7' },
      data: { book: {} },
      tags: ['Book:7', 'Query.book'],
    },
    {
      query: 'query ($id: ID = "1") { book(id: $id) { title } }',
      data: { book: {} },
      tags: ['Book', 'Query.book'],
    },
    {
      query: '{ books { id price { book { id } } } }',
      data: { books: [{ id: '1', price: { book: { id: '2' } } }] },
      tags: ['Book:1', 'Book:2', 'Query.books'],
    },
    {
      query: '{ thing { ... on Book { id } ... on Shelf { id } } }',
      data: { thing: { id: '3' } },
      tags: ['Book:3', 'Query.thing', 'Shelf:3'],
    },
  ];

  it.each(cases)('$query', ({ query, data, variables = {}, tags }) => {
    expect(
      naming(query)
        .tagsOfRoot(data, { ...variables })
        .sort(),
    ).toEqual(tags);
  });

  it('begin with the entity that was asked for, also where there is none', () => {
    const one = naming('{ _entities { ... on Book { title } } }');
    expect(one.tagsOfEntity(null, '{"__typename":"Book","id":"4"}')).toEqual(['Book:4']);
    expect(one.tagsOfEntity({ title: 'A' }, '{"__typename":"Book","isbn":"9"}')).toEqual(['Book']);
  });
});
