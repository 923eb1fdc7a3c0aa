import { afterAll, beforeAll, expect, it } from '@jest/globals';
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
