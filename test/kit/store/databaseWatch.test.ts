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
