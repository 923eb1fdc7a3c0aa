import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { showsSchema } from '../config.js';
import type { GatewaySettings } from '../config.js';
import { Documents } from './documents/documents.js';
import type { DocumentPolicy } from './documents/documents.js';
import { MemoryDocuments } from './documents/memoryDocuments.js';
import { RedisDocuments } from './documents/redisDocuments.js';
import { readTrustedDocuments } from './documents/trusted.js';
import { Guard } from './guard.js';
import { RATE_ADDRESS_PER_SECOND } from '../settings/rates.js';
import type { Metrics } from '../observability/metrics.js';
import { limitsOf } from './limits.js';
import { Callers } from './rate/callers.js';
import { MemoryRateLimits } from './rate/memoryRateLimits.js';
import { RateGate } from './rate/rateGate.js';
import { RedisRateLimits } from './rate/redisRateLimits.js';
import { openRedis } from './redis.js';

const MIB = 2 ** 20;

/** All that stands between a request and its execution. */
export interface RequestGuards {
  readonly guard: Guard;
  readonly rates: RateGate;
  readonly documents: Documents;
  readonly callers: Callers;
  close(): Promise<void>;
}

/**
 * @param plainText - as in `GuardLimits`.
 * @throws Error for a list of trusted documents or of proxies that cannot be used.
 */
export async function openRequestGuards(
  settings: GatewaySettings,
  metrics: Pick<Metrics, 'watchCache'>,
  logger: Logger,
  plainText = true,
): Promise<RequestGuards> {
  const callers = new Callers(settings.TRUSTED_PROXIES);
  const trusted = settings.PERSISTED_DOCUMENTS && readTrustedDocuments(settings.PERSISTED_DOCUMENTS);
  const warn = (error: unknown): void => logger.warn({ err: error }, 'Redis does not answer');
  const redis = settings.REDIS_URL === undefined ? undefined : await openRedis(settings.REDIS_URL, warn);
  const memory = new MemoryRateLimits({ bucketsMax: settings.RATE_BUCKETS_MAX });
  metrics.watchCache('rate_buckets', () => memory.size);

  function policy(): DocumentPolicy {
    if (trusted) return { kind: 'trusted', documents: trusted };
    // In production anybody would fill the store.
    if (!settings.PERSISTED_QUERIES || settings.NODE_ENV === 'production') return { kind: 'any' };
    if (redis) {
      return {
        kind: 'automatic',
        store: new RedisDocuments(redis, `${settings.REDIS_PREFIX}document:`, warn),
      };
    }
    const store = new MemoryDocuments(settings.PERSISTED_QUERIES_MIB * MIB);
    metrics.watchCache('registered_documents', () => store.size);
    return { kind: 'automatic', store };
  }

  return {
    guard: new Guard(limitsOf(settings, plainText), showsSchema(settings)),
    rates: new RateGate({
      limits: redis ? new RedisRateLimits(redis, `${settings.REDIS_PREFIX}rate:`) : memory,
      fallback: memory,
      perAddress: {
        perSecond: settings.RATE_ADDRESS_PER_SECOND ?? RATE_ADDRESS_PER_SECOND,
        burst: settings.RATE_ADDRESS_BURST,
      },
      countsLocal: settings.RATE_ADDRESS_PER_SECOND !== undefined,
      perViewer: { perSecond: settings.RATE_VIEWER_PER_SECOND, burst: settings.RATE_VIEWER_BURST },
      anonymousMutations: {
        perSecond: settings.RATE_ANONYMOUS_MUTATION_PER_SECOND,
        burst: settings.RATE_ANONYMOUS_MUTATION_BURST,
      },
      warn,
    }),
    documents: new Documents(policy()),
    callers,
    close: async () => redis?.disconnect(),
  };
}
