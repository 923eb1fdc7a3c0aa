import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { GatewaySettings } from '../config.js';
import type { Metrics } from '../observability/metrics.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import type { SubgraphTransport } from '../engine/transport/transport.js';
import { cachingTransport } from './cachingTransport.js';
import type { CachingTransportOptions } from './cachingTransport.js';
import { JournalWatch } from './journalWatch.js';
import { KeptAnswers } from './keptAnswers.js';

export interface CacheOptions {
  transports: readonly ServiceTransport[];
  /** Subgraphs whose public answers follow from the request alone, for ever. */
  constant: readonly string[];
  settings: GatewaySettings;
  metrics: Pick<Metrics, 'cacheLooked' | 'watchCache'>;
  logger: Logger;
  /** Milliseconds since 1970. */
  now?: () => number;
}

export interface Cache {
  /** Those whose declarations of what is public count. */
  readonly subgraphs: ReadonlySet<string>;
  /** The way that keeps what is public, or the way itself. */
  over(link: SubgraphTransport<GatewayContext>): SubgraphTransport<GatewayContext>;
  stop(): Promise<void>;
}

type Watch = CachingTransportOptions['watch'];

/** Where nothing ever changes. */
const NO_CHANGES: Watch = {
  place: 0,
  isOutdated: () => false,
  hasRead: () => false,
  expect: () => undefined,
  mayLack: () => false,
};
const BYTES_PER_MIB = 2 ** 20;

/** The cache of public answers of this gateway, following the journals of those services that tell of changes. */
export function openCache(options: CacheOptions): Cache {
  const { transports, constant, settings, metrics, logger, now = Date.now } = options;
  if (settings.PUBLIC_CACHE_MIB === 0) {
    return { subgraphs: new Set(), over: (link) => link, stop: () => Promise.resolve() };
  }
  const answers = new KeptAnswers(settings.PUBLIC_CACHE_MIB * BYTES_PER_MIB);
  metrics.watchCache('public_answers', () => answers.size);
  const watches = transports.flatMap(({ name, publicChanges }) => {
    if (!publicChanges) return [];
    const watch = new JournalWatch({
      service: name,
      changes: publicChanges,
      blindMsMax: settings.PUBLIC_CACHE_BLIND_MS,
      changesMax: settings.PUBLIC_CACHE_CHANGES_MAX,
      now,
      logger,
    });
    return [[name, watch] as const];
  });
  for (const [, watch] of watches) watch.start();
  const bySubgraph = new Map<string, Watch>([
    ...watches,
    ...constant.map((name) => [name, NO_CHANGES] as const),
  ]);
  const count: CachingTransportOptions['count'] = (outcome, times) => metrics.cacheLooked(outcome, times);
  return {
    subgraphs: new Set(bySubgraph.keys()),
    over(link) {
      const watch = bySubgraph.get(link.name);
      return watch ? cachingTransport({ link, watch, answers, now, count }) : link;
    },
    stop: async () => void (await Promise.all(watches.map(([, watch]) => watch.stop()))),
  };
}
