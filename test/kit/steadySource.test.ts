import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { collectChanges } from '../../subgraphs/kit/store/changes.js';
import { openPool } from '../../subgraphs/kit/store/database.js';
import type { SteadySource } from '../../subgraphs/kit/store/steadySource.js';

const limits = { poolMax: 2, connectTimeoutMs: 5_000, lockTimeoutMs: 1_000, statementTimeoutMs: 5_000 };
let source: SteadySource;

beforeAll(async () => {
  source = await openPool({ url: process.env.TEST_POSTGRES_URL!, rows: [], limits });
  await source.query('select 1');
  await source.destroy();
});
afterAll(async () => {
  if (source.isInitialized) await source.destroy();
});

it('is whole while all connections stand that it may have, also those that are in use', async () => {
  const whole = await openPool({ url: process.env.TEST_POSTGRES_URL!, rows: [], limits });
  const isWhole: boolean[] = [];
  await whole.query('select 1');
  isWhole.push(whole.isWhole);
  await whole.transaction(() => whole.transaction(() => Promise.resolve(isWhole.push(whole.isWhole))));
  isWhole.push(whole.isWhole);
  await whole.destroy();
  expect(isWhole).toEqual([false, true, true]);
});

it.each([
  ['a statement', () => source.query('select 1')],
  ['a transaction', () => source.transaction(() => Promise.resolve())],
])('refuses %s that comes after it was closed as SERVICE_UNAVAILABLE', async (_, ask) => {
  await expect(ask()).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
});

it('has no connections once it was closed', () => {
  expect(source.connections).toEqual({ open: 0, idle: 0, waiting: 0 });
});

it('lets as many of one caller’s calls wait as it is told, refuses the next, and still takes another caller’s', async () => {
  const narrow = { ...limits, waitingMax: 3, waitingPerCallerMax: 2 };
  const shared = await openPool({ url: process.env.TEST_POSTGRES_URL!, rows: [], limits: narrow });
  const of = (caller: string) =>
    collectChanges({ leftMs: () => 5_000, caller }, () => shared.query('select pg_sleep(0.3)')).then(
      () => 'answered',
      (error: { code?: string }) => error.code,
    );
  // One goes on, two wait; the fourth finds no room, and who asks besides is answered.
  const asked = await Promise.all([of('busy'), of('busy'), of('busy'), of('busy'), of('other')]);
  expect(asked).toEqual(['answered', 'answered', 'answered', 'SERVICE_UNAVAILABLE', 'answered']);
  await shared.destroy();
});
