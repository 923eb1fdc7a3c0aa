import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

const MEDIA: Record<string, object> = {
  b: { __typename: 'Book', id: 'b', title: 'Emma', pages: 400 },
  f: { __typename: 'Film', id: 'f', title: 'Heat', minutes: 170 },
};

const media: Toy = {
  name: 'media',
  typeDefs: `
    type Query { media: [Media], one: Media }
    interface Media @key(fields: "id") { id: ID!, title: String }
    type Book implements Media @key(fields: "id") { id: ID!, title: String, pages: Int }
    type Film implements Media @key(fields: "id") { id: ID!, title: String, minutes: Int }
  `,
  resolvers: {
    Query: { media: () => [MEDIA.b, null, MEDIA.f], one: () => MEDIA.f },
    Media: { __resolveReference: ({ id }) => MEDIA[id] ?? null },
    Book: { __resolveReference: ({ id }) => MEDIA[id] ?? null },
    Film: { __resolveReference: ({ id }) => MEDIA[id] ?? null },
  },
};

const reviews: Toy = {
  name: 'reviews',
  typeDefs: `
    type Query { reviewed: [Media], lost: Media, reviews: [Review] }
    type Review { of: Media, stars: Int }
    type Media @key(fields: "id") @interfaceObject {
      id: ID!
      title: String @external
      stars: Int!
      reviews: [Review]
      headline: String @requires(fields: "title")
    }
  `,
  resolvers: {
    Query: {
      reviewed: () => [{ id: 'b' }, { id: 'f' }],
      lost: () => ({ id: 'nowhere' }),
      reviews: () => [{ of: { id: 'f' }, stars: 1 }],
    },
    Media: {
      stars: ({ id }) => (id === 'b' ? 5 : 3),
      reviews: ({ id }) => [{ of: { id }, stars: 2 }],
      headline: ({ title }) => `${title}!`,
    },
  },
};

let federation: Federation;
beforeAll(async () => {
  federation = await federate(media, reviews);
});

describe('an interface that a subgraph has as an object', () => {
  test.each([
    {
      name: 'gives its fields to all that implement it',
      query: '{ media { id stars } }',
      data: { media: [{ id: 'b', stars: 5 }, null, { id: 'f', stars: 3 }] },
    },
    {
      name: 'gives them to each by its own name',
      query: '{ media { ... on Book { stars pages } ... on Film { minutes rating: stars } } }',
      data: { media: [{ stars: 5, pages: 400 }, null, { minutes: 170, rating: 3 }] },
    },
    {
      name: 'is told by its type where it is read',
      query: '{ reviewed { __typename stars } }',
      data: {
        reviewed: [
          { __typename: 'Book', stars: 5 },
          { __typename: 'Film', stars: 3 },
        ],
      },
    },
    {
      name: 'is told by its type though that goes by another name',
      query: '{ reviewed { stars: __typename __typename: stars } }',
      data: {
        reviewed: [
          { stars: 'Book', __typename: 5 },
          { stars: 'Film', __typename: 3 },
        ],
      },
    },
    {
      name: 'leads to what its types say',
      query: '{ reviewed { title ... on Book { pages } ... on Film { minutes } } }',
      data: {
        reviewed: [
          { title: 'Emma', pages: 400 },
          { title: 'Heat', minutes: 170 },
        ],
      },
    },
    {
      name: 'leads on through what is below it',
      query: '{ reviews { of { reviews { of { ... on Film { minutes } } } } } }',
      data: { reviews: [{ of: { reviews: [{ of: { minutes: 170 } }] } }] },
    },
    {
      name: 'needs what its types say',
      query: '{ one { headline } reviewed { headline } }',
      data: { one: { headline: 'Heat!' }, reviewed: [{ headline: 'Emma!' }, { headline: 'Heat!' }] },
    },
    {
      name: 'says what it knows by itself of what its types do not know',
      query: '{ lost { id stars } }',
      data: { lost: { id: 'nowhere', stars: 3 } },
    },
    {
      name: 'has no type, which is an error, where nobody knows one',
      query: '{ lost { __typename stars } }',
      data: { lost: null },
      failing: [['lost']],
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('is an error, and never a silent null, where its types cannot be had', async () => {
    const unresolvable = await federate(media, {
      name: 'stubs',
      typeDefs: `
        type Query { stub: Media, stubs: [Media!] }
        type Media @key(fields: "id", resolvable: false) @interfaceObject { id: ID! }
      `,
      resolvers: {
        Query: { stub: () => ({ id: 'nowhere' }), stubs: () => [{ id: 'b' }, { id: 'nowhere' }] },
      },
    });
    expect(await unresolvable.execute({ query: '{ stub { id } }' })).toEqual({
      data: { stub: { id: 'nowhere' } },
    });
    const typed = await unresolvable.execute({
      query: '{ stub { __typename } stubs { ... on Book { pages } } }',
    });
    expect(typed.errors?.length).toBeGreaterThan(0);
    const known = await unresolvable.execute({ query: '{ stubs { id } }' });
    expect(known).toEqual({ data: { stubs: [{ id: 'b' }, { id: 'nowhere' }] } });
  });
});
