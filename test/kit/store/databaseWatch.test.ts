import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { DatabaseWatch } from '../../../subgraphs/kit/store/databaseWatch.js';
import type { SteadySource } from '../../../subgraphs/kit/store/steadySource.js';
import { until } from '../../support/testService.js';

let watch: DatabaseWatch;
afterEach(() => watch.stop());

/** A pool that was refused a connection, and in whose line one waits for ever. */
function watched(isWhole: boolean): { looks: () => number } {
  let looks = 0;
  const source = {
    url: process.env.TEST_POSTGRES_URL!,
    isWhole,
    get isRefused() {
      looks += 1;
      return true;
    },
    query: () => new Promise(() => undefined),
  };
  watch = new DatabaseWatch(source as unknown as SteadySource, pino({ level: 'silent' }));
  return { looks: () => looks };
}

it('takes a database for lost that gives no further connection', async () => {
  watched(false);
  await until(() => Promise.resolve(!watch.isUp), 'the loss to be noticed');
});

it('takes a pool of which every connection is in use for no lost database', async () => {
  const { looks } = watched(true);
  await until(() => Promise.resolve(looks() > 2), 'three looks at the database');
  expect(watch.isUp).toBe(true);
});

it('asks a server that refuses connections no more often than it says', async () => {
  let connects = 0;
  const server = createServer((socket) => {
    connects += 1;
    socket.destroy();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const source = { url: `postgres://a:b@127.0.0.1:${port}/c`, isRefused: false, isWhole: false };
  watch = new DatabaseWatch(source as unknown as SteadySource, pino({ level: 'silent' }));
  await sleep(2_000);
  await watch.stop();
  server.close();
  // Two for each look, and half a second between looks.
  expect(connects).toBeGreaterThan(1);
  expect(connects).toBeLessThanOrEqual(10);
});
