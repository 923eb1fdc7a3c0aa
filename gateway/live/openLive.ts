import type { Place } from '../../subgraphs/kit/http/pause.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { GatewaySettings } from '../config.js';
import type { Callers } from '../guard/rate/callers.js';
import type { DoorRoute } from '../http/door.js';
import type { Cors } from '../http/cors.js';
import type { Identity } from '../identity/identity.js';
import type { ErrorDesk } from '../observability/errorDesk.js';
import { liveLimitsOf } from './limits.js';
import { Live } from './live.js';
import type { LiveEngine } from './liveEngine.js';

export interface OpenLiveOptions {
  settings: GatewaySettings;
  engine: LiveEngine;
  /** The routes that answer `/graphql`. */
  graphql: readonly DoorRoute[];
  identity: Pick<Identity, 'errandOf'>;
  callers: Pick<Callers, 'addressOf'>;
  cors: Cors;
  errors: ErrorDesk;
  /** Headers beside those of ours that `connection_init` may say; by lower-case name. */
  moreHeaders?: readonly string[];
  /** Counts an operation among those worked on at once. @throws OVERLOADED */
  enter(client: string): Place;
  logger: Logger;
}

const INIT_HEADERS = ['authorization', 'journal-position'];

/** Live queries as the gateway's settings have them. */
export function openLive(given: OpenLiveOptions): Live {
  const { settings, identity, callers, cors, errors, moreHeaders = [], ...options } = given;
  return new Live({
    ...options,
    initHeaders: [...new Set([...INIT_HEADERS, ...moreHeaders])],
    limits: liveLimitsOf(settings),
    eventMs: settings.REQUEST_DEADLINE_MS,
    viewerOf: async (headers) => (await identity.errandOf(headers)).viewer,
    addressOf: ({ address, headers }) => callers.addressOf(address, headers['x-forwarded-for']),
    allowsOrigin: (origin) => cors.allows(origin),
    within: errors.within,
    format: errors.format,
  });
}
