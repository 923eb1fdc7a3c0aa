import { GraphQLError } from 'graphql';
import { beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { expectAnswer, federate } from '../support/federation/federate.js';
import type { Federation } from '../support/federation/federate.js';

/** What has been done, in order; and how many things were being done at once. */
const done: string[] = [];
let underWay = 0;
let underWayMost = 0;

async function work(name: string): Promise<{ id: string; step: number }> {
  underWay += 1;
  underWayMost = Math.max(underWayMost, underWay);
  await new Promise((resolve) => setImmediate(resolve));
  underWay -= 1;
  done.push(name);
  return { id: name, step: done.length };
}

let federation: Federation;
beforeAll(async () => {
  federation = await federate(
    {
      name: 'orders',
      typeDefs: `
        type Query { doneSoFar: Int }
        type Mutation { order(what: String): Thing, fail: Thing, mustFail: Thing! }
        type Thing @key(fields: "id") { id: ID!, step: Int }
      `,
      resolvers: {
        Query: { doneSoFar: () => done.length },
        Mutation: {
          order: (_, { what }) => work(what ?? 'order'),
          fail: async () => {
            await work('fail');
            throw new GraphQLError('refused');
          },
          mustFail: () => work('mustFail').then(() => null),
        },
      },
    },
    {
      name: 'payments',
      typeDefs: `
        type Mutation { pay(what: String = "pay"): Thing, refund: Int }
        type Thing @key(fields: "id") { id: ID!, paid: Int }
      `,
      resolvers: {
        Mutation: { pay: (_, { what }) => work(what), refund: () => work('refund').then(({ step }) => step) },
        Thing: { paid: () => done.length },
      },
    },
  );
});
beforeEach(() => {
  done.length = 0;
  underWayMost = 0;
});

describe('mutations', () => {
  test('run one after the other, in the order of the document, across subgraphs', async () => {
    await expectAnswer(federation, {
      name: '',
      query:
        'mutation { a: order(what: "1") { id step } b: pay(what: "2") { id } refund d: order(what: "4") { step } }',
      data: { a: { id: '1', step: 1 }, b: { id: '2' }, refund: 3, d: { step: 4 } },
    });
    expect(done).toEqual(['1', '2', 'refund', '4']);
    expect(underWayMost).toBe(1);
    const asked = federation.requests.map(({ subgraph }) => subgraph);
    expect(asked).toEqual(['orders', 'payments', 'payments', 'orders']);
  });

  test('have all that they answer before the next one begins', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'mutation { a: order { paid } b: pay { step paid } c: order { paid } }',
      data: { a: { paid: 1 }, b: { step: null, paid: 2 }, c: { paid: 3 } },
    });
  });

  test('have all that they answer before the next one of the same subgraph begins', async () => {
    await expectAnswer(federation, {
      name: '',
      query:
        'mutation { a: order { paid } ...F c: order { step paid } } fragment F on Mutation { b: order { paid } }',
      data: { a: { paid: 1 }, b: { paid: 2 }, c: { step: 3, paid: 3 } },
    });
    const asked = federation.requests.map(({ subgraph }) => subgraph);
    expect(asked).toEqual(['orders', 'payments', 'orders', 'payments', 'orders', 'payments']);
  });

  test('do what follows one of them before a later one that fails, and what follows that one not', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'mutation { order { paid } mustFail { paid } again: order { paid } }',
      data: null,
      failing: [['mustFail']],
    });
    expect(done).toEqual(['order', 'mustFail']);
  });

  test('run as often as they are named', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'mutation { a: pay { id } b: pay { id } pay { id } }',
      data: { a: { id: 'pay' }, b: { id: 'pay' }, pay: { id: 'pay' } },
    });
    expect(done).toEqual(['pay', 'pay', 'pay']);
  });

  test('run once if they are named once, whatever is asked of them in how many places', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'mutation { pay { id } pay { paid } ...F } fragment F on Mutation { pay { step } }',
      data: { pay: { id: 'pay', paid: 1, step: null } },
    });
    expect(done).toEqual(['pay']);
  });

  test('go on after one that failed', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'mutation { pay { id } fail { id } order { id } }',
      data: { pay: { id: 'pay' }, fail: null, order: { id: 'order' } },
      failing: [['fail']],
    });
    expect(done).toEqual(['pay', 'fail', 'order']);
  });

  test('stop at one that must not fail, and nothing after it is done', async () => {
    await expectAnswer(federation, {
      name: '',
      query: 'mutation { pay { id } mustFail { id } refund }',
      data: null,
      failing: [['mustFail']],
    });
    expect(done).toEqual(['pay', 'mustFail']);
  });

  test('are sent as mutations, and what completes them as queries', async () => {
    federation.requests.length = 0;
    await federation.execute({ query: 'mutation { order { paid } }' });
    expect(federation.requests.map(({ query }) => /^mutation\b/.test(query))).toEqual([true, false]);
  });

  test('are not tried again when their subgraph cannot be reached', async () => {
    const pay = federation.servers.get('payments')!;
    let asked = 0;
    federation.servers.set('payments', () => {
      asked += 1;
      return Promise.reject(new Error('gone'));
    });
    const { data } = await federation.execute({ query: 'mutation { pay { id } order { id } }' });
    federation.servers.set('payments', pay);
    expect([data, asked, done]).toEqual([{ pay: null, order: { id: 'order' } }, 1, ['order']]);
  });
});
