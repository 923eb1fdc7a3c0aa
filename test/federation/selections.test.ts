import { beforeAll, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'songs',
      typeDefs: `
        type Query { song: Song, songs(first: Int = 2): [Song!]! }
        type Song @key(fields: "id") { id: ID!, title(upper: Boolean = false): String, singers: [Singer!], cover: Cover }
        type Singer @key(fields: "id") { id: ID!, songs: [Song] }
        type Cover @shareable { side: Int, file: File }
        type File @shareable { path: String, bytes: Int }
      `,
      resolvers: {
        Query: { song: () => song('1'), songs: (_, { first }) => ['1', '2', '3'].slice(0, first).map(song) },
        Song: { title: ({ title }, { upper }) => (upper ? title.toUpperCase() : title) },
        Singer: { __resolveReference: ({ id }) => ({ id, songs: [song('3')] }) },
      },
    },
    {
      name: 'singers',
      typeDefs: `
        type Query { singer: Singer }
        type Singer @key(fields: "id") { id: ID!, name: String, born: Int }
        type Song @key(fields: "id") { id: ID!, plays(since: Int): Int }
      `,
      resolvers: {
        Query: { singer: () => ({ id: 's', name: 'Nina', born: 1933 }) },
        Singer: { __resolveReference: ({ id }) => ({ id, name: `name ${id}`, born: 1900 }) },
        Song: { plays: ({ id }, { since }) => Number(id) * 10 + (since ?? 0) },
      },
    },
  );
});

function song(id: string): object {
  return {
    id,
    title: `song ${id}`,
    singers: [{ id: 'x' }, { id: 'y' }].slice(0, Number(id)),
    cover: { side: 5, file: { path: '/c', bytes: 9 } },
  };
}

describe('selections', () => {
  test.each([
    {
      name: 'say __typename at every level',
      query:
        '{ __typename song { __typename singers { __typename songs { __typename } } cover { __typename file { __typename } } } }',
      data: {
        __typename: 'Query',
        song: {
          __typename: 'Song',
          singers: [{ __typename: 'Singer', songs: null }],
          cover: { __typename: 'Cover', file: { __typename: 'File' } },
        },
      },
    },
    {
      name: 'say __typename under several names, and nothing else',
      query: '{ a: __typename b: __typename song { c: __typename d: __typename } }',
      data: { a: 'Query', b: 'Query', song: { c: 'Song', d: 'Song' } },
    },
    {
      name: 'join a field that is repeated with other selections below it',
      query: `{ song { cover { side } title cover { file { path } } } song { cover { file { bytes } } singers { name } singers { born id } } }`,
      data: {
        song: {
          cover: { side: 5, file: { path: '/c', bytes: 9 } },
          title: 'song 1',
          singers: [{ name: 'name x', born: 1900, id: 'x' }],
        },
      },
    },
    {
      name: 'keep the order in which names are first asked for',
      query: '{ song { plays title id } song { cover { side } id } }',
      data: { song: { plays: 10, title: 'song 1', id: '1', cover: { side: 5 } } },
    },
    {
      name: 'ask for one field with several arguments',
      query: '{ song { title loud: title(upper: true) plays a: plays(since: 5) b: plays(since: null) } }',
      data: { song: { title: 'song 1', loud: 'SONG 1', plays: 10, a: 15, b: 10 } },
    },
    {
      name: 'name lists anew, more than once, with other selections',
      query:
        '{ one: songs(first: 1) { plays } all: songs(first: 3) { id who: singers { name } } songs { title } }',
      data: {
        one: [{ plays: 10 }],
        all: [
          { id: '1', who: [{ name: 'name x' }] },
          { id: '2', who: [{ name: 'name x' }, { name: 'name y' }] },
          { id: '3', who: [{ name: 'name x' }, { name: 'name y' }] },
        ],
        songs: [{ title: 'song 1' }, { title: 'song 2' }],
      },
    },
    {
      name: 'go to and fro between subgraphs',
      query: '{ singer { name songs { title plays singers { born songs { plays } } } } }',
      data: {
        singer: {
          name: 'Nina',
          songs: [
            {
              title: 'song 3',
              plays: 30,
              singers: [
                { born: 1900, songs: null },
                { born: 1900, songs: null },
              ],
            },
          ],
        },
      },
    },
    {
      name: 'may spread a fragment in several places, and fragments in it',
      query: `{ song { ...A } songs(first: 1) { ...A singers { ...B } } singer { ...B } }
        fragment A on Song { plays singers { ...B } } fragment B on Singer { name born }`,
      data: {
        song: { plays: 10, singers: [{ name: 'name x', born: 1900 }] },
        songs: [{ plays: 10, singers: [{ name: 'name x', born: 1900 }] }],
        singer: { name: 'Nina', born: 1933 },
      },
    },
  ])('$name', async (wanted) => {
    const { data } = await expectAnswer(federation, wanted);
    expect(JSON.stringify(data)).toBe(JSON.stringify(wanted.data));
  });

  test('are those of the operation that is named', async () => {
    const query = 'query A { song { id } } query B { singer { name } }';
    expect(await federation.execute({ query, operationName: 'A' })).toEqual({ data: { song: { id: '1' } } });
    expect(await federation.execute({ query, operationName: 'B' })).toEqual({
      data: { singer: { name: 'Nina' } },
    });
  });
});
