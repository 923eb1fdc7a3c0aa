import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

const AUTHOR = { id: 'a', name: 'Jane', place: { city: 'Bath', street: 'Gay' } };

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'reviews',
      typeDefs: `
        type Query {
          review: Review
          best: [Author] @provides(fields: "name place { city }")
          media: [Media] @provides(fields: "... on Film { title }")
        }
        type Review { author: Author @provides(fields: "name"), other: Author }
        type Author @key(fields: "id") { id: ID!, name: String @external, place: Place @external, reviews: Int }
        type Place @shareable { city: String, street: String }
        union Media = Film | Song
        type Film @key(fields: "id") { id: ID!, title: String @external }
        type Song @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          review: () => ({ author: { ...AUTHOR, name: 'Jane (brought along)' }, other: { id: 'a' } }),
          best: () => [{ ...AUTHOR, name: 'Jane (brought along)' }, null],
          media: () => [
            { __typename: 'Film', id: 'f', title: 'brought along' },
            { __typename: 'Song', id: 's' },
          ],
        },
        Author: { reviews: () => 3 },
      },
    },
    {
      name: 'authors',
      typeDefs: `
        type Author @key(fields: "id") { id: ID!, name: String @shareable, place: Place @shareable }
        type Place @shareable { city: String, street: String }
        type Film @key(fields: "id") { id: ID!, title: String @shareable }
        type Song @key(fields: "id") { id: ID!, title: String @shareable }
      `,
      resolvers: {
        Author: { __resolveReference: () => AUTHOR },
        Film: { title: ({ id }) => `film ${id}` },
        Song: { title: ({ id }) => `song ${id}` },
      },
    },
  );
});

describe('what a way to an entity brings along', () => {
  test.each([
    {
      name: 'is taken from there',
      query: '{ review { author { name } } }',
      data: { review: { author: { name: 'Jane (brought along)' } } },
      calls: { reviews: 1 },
    },
    {
      name: 'is fetched by another way to the same',
      query: '{ review { other { name } } }',
      data: { review: { other: { name: 'Jane' } } },
      calls: { reviews: 1, authors: 1 },
    },
    {
      name: 'may be part of something nested, through lists',
      query: '{ best { name place { city } reviews } }',
      data: { best: [{ name: 'Jane (brought along)', place: { city: 'Bath' }, reviews: 3 }, null] },
      calls: { reviews: 1 },
    },
    {
      name: 'may be that of one type among others',
      query: '{ media { ... on Film { title } ... on Song { title } } }',
      data: { media: [{ title: 'brought along' }, { title: 'song s' }] },
      calls: { reviews: 1, authors: 1 },
    },
  ])('$name', async ({ calls, ...wanted }) => {
    await expectAnswer(federation, wanted);
    expect(callsOf(federation)).toEqual(calls);
  });

  test('does not stand for what it is only a part of', async () => {
    const { data } = await federation.execute({ query: '{ best { place { city street } } }' });
    expect(data).toEqual({ best: [{ place: { city: 'Bath', street: 'Gay' } }, null] });
    expect(callsOf(federation).authors).toBe(1);
  });
});
