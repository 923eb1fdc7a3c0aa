import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import type { OperationDefinitionNode } from 'graphql';
import { UsageRecorder } from '../../../../gateway/supergraph/usage/usageRecorder.js';
import type { Seen, UsageStore } from '../../../../gateway/supergraph/usage/usageStore.js';
import { openRegistryDatabase, SILENT } from '../support/registry.js';
import type { RegistryDatabase } from '../support/registry.js';

const SCHEMA = buildSchema('type Query { a: Int  b: Int  c: Int }');
const LIMITS = { flushMs: 1_000_000, operationsMax: 3, days: 30, rememberedMax: 100 };
const asked = (text: string) => {
  const document = parse(text);
  return { document, operation: document.definitions[0] as OperationDefinitionNode };
};

describe('the recorder', () => {
  const batches: Seen[][] = [];
  const store: UsageStore = {
    add: (batch) => Promise.resolve(void batches.push([...batch])),
    using: () => Promise.resolve([]),
    forget: () => Promise.resolve(),
  };
  let recorder: UsageRecorder;
  const record = ({ document, operation }: ReturnType<typeof asked>) =>
    recorder.record(SCHEMA, document, operation);
  beforeEach(() => {
    batches.length = 0;
    recorder = new UsageRecorder(store, LIMITS, SILENT);
  });

  test('adds up the requests of one operation, however it is written', async () => {
    const first = asked('query A { a b }');
    for (let request = 0; request < 5; request++) record(first);
    record(asked('query A { x: b  a  c: a }'));
    await recorder.flush();
    expect(batches).toEqual([[expect.objectContaining({ name: 'A', requests: 6 })]]);
  });

  test('counts anew after each batch, and writes none that is empty', async () => {
    record(asked('{ a }'));
    await recorder.flush();
    await recorder.flush();
    record(asked('{ a }'));
    await recorder.stop();
    expect(batches.map(([seen]) => seen!.requests)).toEqual([1, 1]);
  });

  test('parts operations by name', async () => {
    record(asked('query A { a }'));
    record(asked('query B { a }'));
    await recorder.flush();
    expect(batches[0]!.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  test('keeps no more operations than it may, and nothing of who asks for the schema', async () => {
    record(asked('{ __schema { types { name } } }'));
    for (const fields of ['a', 'b', 'c', 'a b', 'a c']) record(asked(`{ ${fields} }`));
    await recorder.flush();
    expect(batches[0]).toHaveLength(3);
  });

  test('goes on when a batch cannot be written', async () => {
    const failing = new UsageRecorder(
      { ...store, add: () => Promise.reject(new Error('gone')) },
      LIMITS,
      SILENT,
    );
    const { document, operation } = asked('{ a }');
    failing.record(SCHEMA, document, operation);
    await expect(failing.stop()).resolves.toBeUndefined();
  });
});

describe('what is kept of operations', () => {
  let database: RegistryDatabase;
  beforeAll(async () => {
    database = await openRegistryDatabase();
  });
  afterAll(() => database.drop());
  beforeEach(() => database.sql('delete from operation_seen'));
  const add = (signature: string, coordinates: string[], requests = 1) =>
    database.usage.add([{ signature, name: signature, coordinates, requests }]);

  test('is found by any coordinate, the busiest first', async () => {
    await add('One', ['Query.a', 'Query.b'], 2);
    await add('Two', ['Query.b'], 5);
    await add('One', ['Query.a', 'Query.b'], 1);
    const found = await database.usage.using(['Query.b', 'Query.z'], 30, 10);
    expect(found).toMatchObject([
      { name: 'Two', requests: 5 },
      { name: 'One', requests: 3 },
    ]);
    expect(found[0]!.lastSeenAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
    expect(await database.usage.using(['Query.z'], 30, 10)).toEqual([]);
    expect(await database.usage.using(null, 30, 1)).toHaveLength(1);
  });

  test('counts no more when it is older than the days looked at, and is forgotten', async () => {
    await add('Old', ['Query.a']);
    await database.sql('update operation_day set day = current_date - 30');
    await add('New', ['Query.a']);
    expect(await database.usage.using(['Query.a'], 30, 10)).toMatchObject([{ name: 'New' }]);
    await database.usage.forget(30, 100);
    expect(await database.sql('select name from operation_seen')).toEqual([{ name: 'New' }]);
  });

  test('gives up the rarest first when there are too many', async () => {
    for (const [name, requests] of [
      ['A', 3],
      ['B', 1],
      ['C', 2],
    ] as const)
      await add(name, ['Query.a'], requests);
    await database.usage.forget(30, 2);
    expect(await database.sql('select name from operation_seen order by name')).toEqual([
      { name: 'A' },
      { name: 'C' },
    ]);
  });

  test('is added by many gateways at once without one waiting for another for ever', async () => {
    const batch = Array.from({ length: 50 }, (_, i) => ({
      signature: `s${i}`,
      name: null,
      coordinates: ['Query.a'],
      requests: 1,
    }));
    await Promise.all(
      [...Array(6).keys()].map((i) => database.usage.add(i % 2 ? batch : [...batch].reverse())),
    );
    const [total] = await database.sql<{ sum: string }>('select sum(requests) from operation_day');
    expect(total!.sum).toBe('300');
  });
});
