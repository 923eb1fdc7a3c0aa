import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { MemoryRateLimits } from '../../../../gateway/guard/rate/memoryRateLimits.js';
import type { Bucket, RateLimits, Taken } from '../../../../gateway/guard/rate/rateLimits.js';
import { RedisRateLimits } from '../../../../gateway/guard/rate/redisRateLimits.js';
import { openRedis } from '../../../../gateway/guard/redis.js';
import { scaledRedisUrl } from '../../../support/scaledServers.js';

/** So slow that nothing flows in while a test runs. */
const STILL = 0.000_001;
const redisUrl = await scaledRedisUrl();
const fail = (error: unknown) => {
  throw error;
};

const FORMS: { name: string; open: () => Promise<{ limits: RateLimits; close: () => void }> }[] = [
  {
    name: 'in memory',
    open: () =>
      Promise.resolve({ limits: new MemoryRateLimits({ bucketsMax: 100 }), close: () => undefined }),
  },
];
if (redisUrl) {
  FORMS.push({
    name: 'in Redis',
    async open() {
      const redis: Redis = await openRedis(redisUrl, fail);
      return {
        limits: new RedisRateLimits(redis, `test:${randomUUID()}:`),
        close: () => redis.disconnect(),
      };
    },
  });
}

describe.each(FORMS)('rate limits $name', ({ open }) => {
  let limits: RateLimits;
  let close: () => void;
  beforeAll(async () => {
    ({ limits, close } = await open());
  });
  afterAll(() => close());

  const bucket = (burst: number, perSecond = STILL): Bucket => ({ key: randomUUID(), burst, perSecond });
  const take = async (buckets: readonly Bucket[], amount: number, penalty = 0): Promise<Taken> =>
    limits.take(buckets, amount, penalty);

  test('give what is there and not more', async () => {
    const one = bucket(10);
    expect((await take([one], 4)).allowed).toBe(true);
    expect((await take([one], 6)).allowed).toBe(true);
    expect((await take([one], 1)).allowed).toBe(false);
  });

  test('say when the same amount would be there', async () => {
    const one = bucket(10, 0.01);
    expect(await take([one], 10)).toMatchObject({ allowed: true, retryAfterMs: 0 });
    const { retryAfterMs } = await take([one], 5);
    expect(retryAfterMs).toBeGreaterThan(490_000);
    expect(retryAfterMs).toBeLessThanOrEqual(500_000);
  });

  test('say when anything would be there', async () => {
    const [one, other] = [bucket(10, 0.01), bucket(100)];
    const { openInMs } = await take([one, other], 10);
    expect(openInMs[0]).toBeGreaterThan(90_000);
    expect(openInMs[0]).toBeLessThanOrEqual(100_000);
    expect(openInMs[1]).toBe(0);
  });

  test('take from all or from none', async () => {
    const [wide, narrow] = [bucket(10), bucket(5)];
    expect((await take([wide, narrow], 6)).allowed).toBe(true);
    // The narrow one owes one now.
    expect((await take([wide, narrow], 4)).allowed).toBe(false);
    expect((await take([wide], 4)).allowed).toBe(true);
    expect((await take([wide], 1)).allowed).toBe(false);
  });

  test('take a penalty from who asks in vain, as far as it is there', async () => {
    const one = bucket(10);
    await take([one], 4);
    expect((await take([one], 7, 4)).allowed).toBe(false);
    expect((await take([one], 3, 4)).allowed).toBe(false);
    expect((await take([one], 1)).allowed).toBe(false);
  });

  test('let through once, on credit, what is larger than the whole', async () => {
    const one = bucket(10);
    expect((await take([one], 25)).allowed).toBe(true);
    expect((await take([one], 1)).allowed).toBe(false);
  });

  test('fill up again, and no further than full', async () => {
    const one = bucket(10, 1_000);
    await take([one], 10);
    let tries = 0;
    while (!(await take([one], 10)).allowed) {
      tries += 1;
      expect(tries).toBeLessThan(1_000);
      await sleep(5);
    }
    await sleep(30);
    const { openInMs, allowed } = await take([one], 10);
    expect({ allowed, left: openInMs[0]! > 0 }).toEqual({ allowed: true, left: true });
  });

  test('keep buckets apart', async () => {
    const [one, other] = [bucket(1), bucket(1)];
    await take([one], 1);
    expect((await take([other], 1)).allowed).toBe(true);
  });

  test('give no more than is there to many who ask at once', async () => {
    const one = bucket(50);
    const taken = await Promise.all(Array.from({ length: 80 }, () => take([one], 1)));
    expect(taken.filter(({ allowed }) => allowed)).toHaveLength(50);
  });
});

describe('rate limits in memory', () => {
  test('forget who has been idle longest', () => {
    const limits = new MemoryRateLimits({ bucketsMax: 2 });
    const bucket = (key: string): Bucket => ({ key, burst: 1, perSecond: STILL });
    for (const key of ['a', 'b', 'c']) limits.take([bucket(key)], 1, 0);
    expect(limits.take([bucket('c')], 1, 0).allowed).toBe(false);
    expect(limits.take([bucket('a')], 1, 0).allowed).toBe(true);
  });

  test('go by their own clock', () => {
    let now = 0;
    const limits = new MemoryRateLimits({ bucketsMax: 2, now: () => now });
    const one: Bucket = { key: 'a', burst: 10, perSecond: 2 };
    limits.take([one], 10, 0);
    now = 1_999;
    expect(limits.take([one], 4, 0)).toMatchObject({ allowed: false, retryAfterMs: expect.closeTo(1, 5) });
    now = 2_000;
    expect(limits.take([one], 4, 0).allowed).toBe(true);
  });
});
