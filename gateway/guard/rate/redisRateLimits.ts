import type { Redis } from 'ioredis';
import type { Bucket, RateLimits, Taken } from './rateLimits.js';

/**
 * The same arithmetic as in memory, in one atomic step and by the clock of Redis, so that several gateways agree. An
 * idle bucket is forgotten when it would be full.
 *
 * KEYS: the buckets. ARGV: amount, penalty, then burst and inflow per second of each.
 */
const SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local amount, penalty = tonumber(ARGV[1]), tonumber(ARGV[2])
local tokens, allowed, retry, open = {}, true, 0, {}
for i, key in ipairs(KEYS) do
  local burst, inflow = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  local level = redis.call('HMGET', key, 't', 'at')
  local held, at = tonumber(level[1]) or burst, tonumber(level[2]) or now
  tokens[i] = math.min(burst, held + math.max(0, now - at) / 1000 * inflow)
  local short = math.min(amount, burst) - tokens[i]
  if short > 0 then
    allowed = false
    retry = math.max(retry, short / inflow * 1000)
  end
end
for i, key in ipairs(KEYS) do
  local burst, inflow = tonumber(ARGV[1 + 2 * i]), tonumber(ARGV[2 + 2 * i])
  if allowed then tokens[i] = tokens[i] - amount else tokens[i] = tokens[i] - math.min(penalty, math.max(0, tokens[i])) end
  open[i] = tostring(math.max(0, (1 - tokens[i]) / inflow * 1000))
  redis.call('HSET', key, 't', tostring(tokens[i]), 'at', tostring(now))
  redis.call('PEXPIRE', key, math.ceil((burst - tokens[i]) / inflow * 1000) + 1000)
end
return { allowed and 1 or 0, tostring(retry), open }
`;

interface ScriptedRedis extends Redis {
  takeTokens(keyCount: number, ...keysAndArguments: (string | number)[]): Promise<[number, string, string[]]>;
}

/** For several gateways over one Redis. */
export class RedisRateLimits implements RateLimits {
  private readonly redis: ScriptedRedis;

  /** @param redis - closed by whoever opened it. */
  constructor(
    redis: Redis,
    private readonly prefix: string,
  ) {
    redis.defineCommand('takeTokens', { lua: SCRIPT });
    this.redis = redis as ScriptedRedis;
  }

  async take(buckets: readonly Bucket[], amount: number, penalty: number): Promise<Taken> {
    const keys = buckets.map(({ key }) => this.prefix + key);
    const sizes = buckets.flatMap(({ burst, perSecond }) => [burst, perSecond]);
    const [allowed, retry, open] = await this.redis.takeTokens(
      keys.length,
      ...keys,
      amount,
      penalty,
      ...sizes,
    );
    return { allowed: allowed === 1, retryAfterMs: Number(retry), openInMs: open.map(Number) };
  }
}
