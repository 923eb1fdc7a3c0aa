import { LRUCache } from 'lru-cache';
import { atMost } from '../../atMost.js';
import type { Bucket, RateLimits, Taken } from './rateLimits.js';

interface Level {
  tokens: number;
  at: number;
}

export interface MemoryRateLimitsOptions {
  /** Buckets kept; whose is forgotten finds it full again. */
  bucketsMax: number;
  /** Monotonic milliseconds. */
  now?: () => number;
}

/** For one gateway. */
export class MemoryRateLimits implements RateLimits {
  private readonly levels: LRUCache<string, Level>;
  private readonly now: () => number;

  constructor({ bucketsMax, now = () => performance.now() }: MemoryRateLimitsOptions) {
    this.levels = new LRUCache(atMost(bucketsMax));
    this.now = now;
  }

  /** Buckets kept. */
  get size(): number {
    return this.levels.size;
  }

  take(buckets: readonly Bucket[], amount: number, penalty: number): Taken {
    const now = this.now();
    const levels = buckets.map((bucket) => this.filled(bucket, now));
    const short = buckets.map((bucket, index) => Math.min(amount, bucket.burst) - levels[index]!.tokens);
    const allowed = short.every((missing) => missing <= 0);
    for (const level of levels)
      level.tokens -= allowed ? amount : Math.min(penalty, Math.max(0, level.tokens));
    const wait = (missing: number, index: number): number =>
      Math.max(0, (missing / buckets[index]!.perSecond) * 1_000);
    return {
      allowed,
      retryAfterMs: allowed ? 0 : Math.max(...short.map(wait)),
      openInMs: levels.map(({ tokens }, index) => wait(1 - tokens, index)),
    };
  }

  private filled({ key, burst, perSecond }: Bucket, now: number): Level {
    const known = this.levels.get(key);
    const level = known ?? { tokens: burst, at: now };
    level.tokens = Math.min(burst, level.tokens + ((now - level.at) / 1_000) * perSecond);
    level.at = now;
    if (!known) this.levels.set(key, level);
    return level;
  }
}
