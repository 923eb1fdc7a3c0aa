import { Redis } from 'ioredis';

/** A rate or a document is asked for before every request; who waits longer is served without. */
const COMMAND_TIMEOUT_MS = 250;
const CONNECT_TIMEOUT_MS = 2_000;
const RECONNECT_MAX_MS = 5_000;

/**
 * Opens a connection that never holds a request up: while it is down, commands fail at once.
 *
 * @param warn - hears of every failure.
 */
export async function openRedis(url: string, warn: (error: unknown) => void): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    enableOfflineQueue: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: COMMAND_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => Math.min(RECONNECT_MAX_MS, attempt * 100),
  });
  redis.on('error', warn);
  // It goes on trying in the background; the gateway starts all the same.
  await redis.connect().catch(warn);
  return redis;
}
