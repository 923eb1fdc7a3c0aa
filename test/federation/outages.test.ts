import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { ERRORS } from '../../gateway/errors.js';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { ToyAnswer } from '../support/federation/toySubgraph.js';

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'core',
      typeDefs: `
        type Query { me: User, users: [User] }
        type User @key(fields: "id") { id: ID!, name: String }
      `,
      resolvers: {
        Query: {
          me: () => ({ id: '1', name: 'Ann' }),
          users: () => [{ id: '1' }, null, { id: '2' }, { id: '1' }],
        },
      },
    },
    {
      name: 'extra',
      typeDefs: `
        type Query { news: [String!], must: Int! }
        type User @key(fields: "id") { id: ID!, score: Int, rank: Int, badges: [Badge!]!, friend: User }
        type Badge { label: String! }
      `,
      resolvers: {
        Query: { news: () => ['x'], must: () => 1 },
        User: { score: () => 5, rank: () => 1, badges: () => [{ label: 'b' }], friend: () => ({ id: '2' }) },
      },
    },
    {
      name: 'beyond',
      typeDefs: `type User @key(fields: "id") { id: ID!, mood: String }`,
      resolvers: { User: { mood: ({ id }) => `mood ${id}` } },
    },
  );
});
afterEach(() => federation.restore());

function fail(subgraph: string, error: Error): void {
  federation.servers.set(subgraph, () => Promise.reject(error));
}

function answer(subgraph: string, wanted: unknown): void {
  federation.servers.set(subgraph, () => Promise.resolve(wanted as ToyAnswer));
}

const DOWN = ERRORS.SUBGRAPH_UNAVAILABLE.raise('It cannot be reached.');

describe('a subgraph that gives no answer', () => {
  test.each([
    {
      name: 'nulls its own fields, with an error for each',
      query: '{ me { name a: score rank mood } news }',
      data: { me: { name: 'Ann', a: null, rank: null, mood: 'mood 1' }, news: null },
      failing: [['me', 'a'], ['me', 'rank'], ['news']],
    },
    {
      name: 'nulls them in every item of a list',
      query: '{ users { id score } }',
      data: { users: [{ id: '1', score: null }, null, { id: '2', score: null }, { id: '1', score: null }] },
      failing: [
        ['users', 0, 'score'],
        ['users', 2, 'score'],
        ['users', 3, 'score'],
      ],
    },
    {
      name: 'nulls what stands above where its field must not be null',
      query: '{ me { name badges { label } } users { badges { label } } }',
      data: { me: null, users: [null, null, null, null] },
      failing: [
        ['me', 'badges'],
        ['users', 0, 'badges'],
        ['users', 2, 'badges'],
        ['users', 3, 'badges'],
      ],
    },
    {
      name: 'nulls everything where nothing above may be null',
      query: '{ me { name } must }',
      data: null,
      failing: [['must']],
    },
    {
      name: 'keeps others from being asked for what hangs on it, with one error',
      query: '{ me { friend { mood name } mood } }',
      data: { me: { friend: null, mood: 'mood 1' } },
      failing: [['me', 'friend']],
    },
    {
      name: 'is nothing to what does not ask it',
      query: '{ me { name mood } }',
      data: { me: { name: 'Ann', mood: 'mood 1' } },
    },
  ])('$name', async (wanted) => {
    fail('extra', DOWN);
    const { errors = [] } = await expectAnswer(federation, wanted);
    for (const { extensions } of errors)
      expect(extensions).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', retry: 'later' });
  });

  test('is told by what went wrong', async () => {
    fail('extra', ERRORS.SUBGRAPH_TIMEOUT.raise('It did not answer in time.'));
    const { errors } = await federation.execute({ query: '{ me { score } }' });
    expect(errors).toMatchObject([{ path: ['me', 'score'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
  });

  test('tells nothing of what made it fail', async () => {
    fail('extra', new Error('connect ECONNREFUSED 10.0.0.7:4001'));
    const { errors } = await federation.execute({ query: '{ me { score } }' });
    expect(errors).toMatchObject([{ path: ['me', 'score'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect(JSON.stringify(errors)).not.toMatch(/10\.0\.0\.7|REFUSED/);
  });

  test('that has the whole operation leaves nulls and errors', async () => {
    fail('core', DOWN);
    await expectAnswer(federation, {
      name: '',
      query: '{ me { name score } users { id } news }',
      data: { me: null, users: null, news: ['x'] },
      failing: [['me'], ['users']],
    });
    expect(callsOf(federation)).toEqual({ core: 1, extra: 1 });
  });
});

describe('a subgraph that answers what it must not', () => {
  const nulled = {
    name: '',
    query: '{ me { name score } }',
    data: { me: { name: 'Ann', score: null } },
    failing: [['me', 'score']],
  };

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['null', { data: null }],
    ['null for its entities', { data: { _entities: null } }],
    ['no list of entities', { data: { _entities: { score: 5 } } }],
    ['fewer entities than were asked for', { data: { _entities: [] } }],
    ['more entities than were asked for', { data: { _entities: [{ score: 5 }, { score: 6 }] } }],
    ['a word for an entity', { data: { _entities: ['score'] } }],
    ['a list for an entity', { data: { _entities: [[{ score: 5 }]] } }],
    ['an error without a path', { data: null, errors: [{ message: 'broken' }] }],
    ['an error with a path to nowhere', { data: null, errors: [{ message: 'broken', path: ['x', 9, 'y'] }] }],
    ['an error whose path is no path', { data: null, errors: [{ message: 'broken', path: 'score' }] }],
    ['an object for a number', { data: { _entities: [{ score: { five: 5 } }] } }],
    ['a list for a number', { data: { _entities: [{ score: [5] }] } }],
    ['a word for a number', { data: { _entities: [{ score: 'five' }] } }],
  ])('%s: its field is null, with one error', async (_, wrong) => {
    answer('extra', wrong);
    await expectAnswer(federation, nulled);
  });

  test.each<[string, unknown]>([
    ['an object where a list should be', { badges: { label: 'x' } }],
    ['a word where objects should be', { badges: ['x'] }],
    ['null where none should be', { badges: [{ label: null }] }],
    ['too deep a list', { badges: [[{ label: 'x' }]] }],
  ])('%s: it is nulled as far as it must be', async (_, entity) => {
    answer('extra', { data: { _entities: [entity] } });
    const { data, errors } = await federation.execute({ query: '{ me { badges { label } } news }' });
    expect(data).toMatchObject({ me: null });
    expect(errors!.filter(({ path }) => path?.[0] === 'me')).toHaveLength(1);
  });

  test('with more fields than were asked for: nobody sees them', async () => {
    answer('extra', {
      data: { _entities: [{ score: 5, rank: 9, name: 'Eve', __typename: 'Admin', id: '2' }] },
    });
    await expectAnswer(federation, { ...nulled, data: { me: { name: 'Ann', score: 5 } }, failing: [] });
  });
});
