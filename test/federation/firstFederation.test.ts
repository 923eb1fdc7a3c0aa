import { beforeAll, describe, expect, test } from '@jest/globals';
import { callsOf, expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';
import type { Toy } from '../support/federation/toySubgraph.js';

const POET = { id: 'p', name: 'Sappho', born: -630 };

/** The owner of poets, in the first federation's way: shared without saying so. */
const poets: Toy = {
  name: 'poets',
  isFirst: true,
  typeDefs: `
    type Query { poet(id: ID): Poet }
    type Poet @key(fields: "id") { id: ID!, name: String!, born: Int }
  `,
  resolvers: { Query: { poet: () => POET }, Poet: { __resolveReference: () => POET } },
};

function verses(head: string, isFirst: boolean): Toy {
  return {
    name: 'verses',
    isFirst,
    typeDefs: `
      type Query { any: Poet, named: Poet @provides(fields: "name") }
      ${head} { id: ID! @external, name: String! @external, lines: Int, fame: String @requires(fields: "name") }
    `,
    resolvers: {
      Query: { any: () => ({ id: 'p' }), named: () => ({ id: 'p', name: 'brought along' }) },
      Poet: {
        __resolveReference: (told) => told,
        name: ({ name }) => name ?? 'never asked',
        lines: () => 650,
        fame: ({ name }) => `${name}!`,
      },
    },
  };
}

describe.each([
  ['extends by a directive', verses('type Poet @key(fields: "id") @extends', true)],
  ['extends by a word', verses('extend type Poet @key(fields: "id")', true)],
  ['is newer, and extends by a word', verses('extend type Poet @key(fields: "id")', false)],
])('a subgraph beside one of the first federation that %s', (_, toy) => {
  let federation: Federation;
  beforeAll(async () => {
    federation = await federate(poets, toy);
  });

  test.each([
    {
      name: 'is asked for its own alone, and the owner for what is external',
      query: '{ any { id name born lines } }',
      data: { any: { id: 'p', name: 'Sappho', born: -630, lines: 650 } },
    },
    {
      name: 'is asked what it brings along',
      query: '{ named { name } }',
      data: { named: { name: 'brought along' } },
    },
    {
      name: 'is told what it needs',
      query: '{ poet(id: "p") { fame lines } any { fame } }',
      data: { poet: { fame: 'Sappho!', lines: 650 }, any: { fame: 'Sappho!' } },
    },
  ])('$name', (wanted) => expectAnswer(federation, wanted));

  test('is asked for its key by itself', async () => {
    await expectAnswer(federation, { name: '', query: '{ any { id } }', data: { any: { id: 'p' } } });
    expect(callsOf(federation)).toEqual({ verses: 1 });
  });
});
