import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callsOf, federate, representationsTo } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'posts',
      typeDefs: `
        type Query { posts: [Post!]!, pinned: Post, mixed: [Author] }
        type Post { author: Author, editor: Author, replies: [Reply!] }
        type Reply { author: Author }
        type Author @key(fields: "id") { id: ID! }
      `,
      resolvers: {
        Query: {
          posts: () => [post('a', 'b'), post('a', 'a'), post('b', 'c'), post(null, 'a')],
          pinned: () => post('a', 'd'),
          mixed: () => [{ id: 'a' }, null, { id: 'missing' }, { id: 'a' }, { id: 'missing' }],
        },
      },
    },
    {
      name: 'authors',
      typeDefs: `
        type Author @key(fields: "id") { id: ID!, name(style: String): String, friends: [Author!], rank: Int! }
      `,
      resolvers: {
        Author: {
          __resolveReference: ({ id }) => (id === 'missing' ? null : { id }),
          name: ({ id }, { style }) => `${id}${style ?? ''}`,
          friends: ({ id }) => (id === 'a' ? [{ id: 'b' }, { id: 'b' }, { id: 'c' }] : [{ id: 'a' }]),
          rank: () => 1,
        },
      },
    },
    {
      name: 'scores',
      typeDefs: `type Author @key(fields: "id") { id: ID!, score: Int }`,
      resolvers: { Author: { score: ({ id }) => id.charCodeAt(0) } },
    },
  );
});
beforeEach(() => {
  federation.requests.length = 0;
});

function post(author: string | null, editor: string): object {
  return { author: author && { id: author }, editor: { id: editor }, replies: [{ author: { id: editor } }] };
}

/** The ids that a subgraph was asked for, in all. */
function idsSentTo(subgraph: string): string[] {
  const lists = representationsTo(federation, subgraph) as { id: string }[][];
  return lists.flat().map(({ id }) => id);
}

describe('an entity', () => {
  test('is sent once, however often it is in a list', async () => {
    const { data } = await federation.execute({ query: '{ posts { author { name } } }' });
    expect(data).toEqual({
      posts: [
        { author: { name: 'a' } },
        { author: { name: 'a' } },
        { author: { name: 'b' } },
        { author: null },
      ],
    });
    expect(representationsTo(federation, 'authors')).toEqual([
      [
        { __typename: 'Author', id: 'a' },
        { __typename: 'Author', id: 'b' },
      ],
    ]);
  });

  test('is sent once for all the places that ask the same of it', async () => {
    const query =
      '{ posts { author { name } editor { name } replies { author { name } } } pinned { editor { name } } }';
    const { data, errors } = await federation.execute({ query });
    expect(errors).toBeUndefined();
    expect((data as { pinned: unknown }).pinned).toEqual({ editor: { name: 'd' } });
    expect(idsSentTo('authors').sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  test('is sent once also where it is come to again later', async () => {
    const query = '{ posts { author { friends { score friends { score } } score } } }';
    const { errors } = await federation.execute({ query });
    expect(errors).toBeUndefined();
    expect(idsSentTo('scores').sort()).toEqual(['a', 'b', 'c']);
  });

  test('that is not known is asked for once, and null everywhere', async () => {
    const { data, errors } = await federation.execute({ query: '{ mixed { id name } }' });
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      mixed: [
        { id: 'a', name: 'a' },
        null,
        { id: 'missing', name: null },
        { id: 'a', name: 'a' },
        { id: 'missing', name: null },
      ],
    });
    expect(idsSentTo('authors')).toEqual(['a', 'missing']);
  });

  test('fails at every place that it has', async () => {
    const { data, errors = [] } = await federation.execute({ query: '{ mixed { id rank } }' });
    expect(data).toEqual({ mixed: [{ id: 'a', rank: 1 }, null, null, { id: 'a', rank: 1 }, null] });
    expect(errors.map(({ path }) => path)).toEqual([
      ['mixed', 2, 'rank'],
      ['mixed', 4, 'rank'],
    ]);
    expect(idsSentTo('authors')).toEqual(['a', 'missing']);
  });

  test('that other things are asked of gets what each place asked', async () => {
    const query = '{ posts { author { name(style: "!") } editor { name(style: "?") rank } } }';
    const { data } = await federation.execute({ query });
    expect((data as { posts: unknown[] }).posts[0]).toEqual({
      author: { name: 'a!' },
      editor: { name: 'b?', rank: 1 },
    });
  });

  test('of none of which there is one costs no request', async () => {
    await federation.execute({ query: '{ pinned { author { friends { id } } } }' });
    federation.requests.length = 0;
    const none = await federate(
      {
        name: 'a',
        typeDefs: 'type Query { t: [T] } type T @key(fields: "id") { id: ID! }',
        resolvers: { Query: { t: () => [null] } },
      },
      { name: 'b', typeDefs: 'type T @key(fields: "id") { id: ID!, x: Int }' },
    );
    expect(await none.execute({ query: '{ t { x } }' })).toEqual({ data: { t: [null] } });
    expect(callsOf(none)).toEqual({ a: 1 });
  });

  test('is not remembered from one operation to the next', async () => {
    for (let time = 0; time < 2; time++)
      await federation.execute({ query: '{ pinned { author { name } } }' });
    expect(callsOf(federation)).toEqual({ posts: 2, authors: 2 });
  });
});
