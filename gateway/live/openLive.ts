import type { Place } from '../../subgraphs/kit/http/pause.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { GatewaySettings } from '../config.js';
import type { Callers } from '../guard/rate/callers.js';
import type { HttpRoute } from '../http/httpServer.js';
import type { Cors } from '../http/cors.js';
import type { Identity } from '../identity/identity.js';
import type { ErrorFormatter } from '../observability/errorFormatter.js';
import type { Metrics } from '../observability/metrics.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { liveLimitsOf } from './limits.js';
import { Live } from './live.js';

export interface OpenLiveOptions {
  settings: GatewaySettings;
  pipeline: Pick<Pipeline, 'run'>;
  /** The routes that answer `/graphql`. */
  graphql: readonly HttpRoute[];
  identity: Pick<Identity, 'identify'>;
  callers: Pick<Callers, 'addressOf'>;
  cors: Cors;
  errors: ErrorFormatter;
  /** Headers beside those of ours that `connection_init` may say; by lower-case name. */
  moreHeaders?: readonly string[] | undefined;
  /** Counts an operation among those worked on at once. @throws OVERLOADED */
  enter(client: string): Place;
  metrics: Pick<Metrics, 'socketAnswered'>;
  logger: Logger;
}

const INIT_HEADERS = ['authorization', 'journal-position'];

/** Live queries as the gateway's settings have them. */
export function openLive(given: OpenLiveOptions): Live {
  const { settings, identity, callers, cors, moreHeaders = [], ...options } = given;
  return new Live({
    ...options,
    initHeaders: [...new Set([...INIT_HEADERS, ...moreHeaders])],
    limits: liveLimitsOf(settings),
    bodyBytesMax: settings.HTTP_BODY_MAX_BYTES,
    inflatedBytesMax: settings.HTTP_BODY_INFLATED_MAX_BYTES,
    viewerOf: async (headers) => (await identity.identify(headers)).viewer,
    addressOf: ({ address, headers }) => callers.addressOf(address, headers['x-forwarded-for']),
    allowsOrigin: (origin) => cors.allows(origin),
  });
}
