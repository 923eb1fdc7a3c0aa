import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import type { SubgraphTransport } from '../../../subgraphs/kit/wire/transport.js';
import type { GatewaySettings } from '../../config.js';
import type { Metrics } from '../../observability/metrics.js';
import type { PassportOffice } from '../../identity/passports.js';
import { following } from '../../live/following.js';
import type { GatewayContext } from '../context.js';
import { Breaker, breaking } from './breaker.js';
import { createHttpLink } from './httpLink.js';
import { breakerLimitsOf, httpLimitsOf } from './limits.js';
import type { LinkRequest, SubgraphLink } from './link.js';
import { createLocalLink } from './localLink.js';
import { passportCall, passportHeaders } from './passportProof.js';
import { createServiceLink } from './serviceLink.js';

export interface ServiceLinksOptions {
  transports: readonly SubgraphTransport[];
  passports: PassportOffice;
  settings: GatewaySettings;
  metrics: Pick<Metrics, 'subgraph'>;
  logger: Logger;
}

export interface ServiceLinks {
  /** By subgraph name. */
  readonly links: ReadonlyMap<string, SubgraphLink<GatewayContext>>;
  close(): Promise<void>;
}

/** The ways to our services: a call where one runs in this process, else HTTP behind a breaker. */
export function connectServiceLinks(options: ServiceLinksOptions): ServiceLinks {
  const { passports, settings, metrics, logger } = options;
  const limits = httpLimitsOf(settings);
  const namesService = settings.NODE_ENV !== 'production';
  const closes: (() => Promise<void>)[] = [];

  function wayTo(transport: SubgraphTransport): SubgraphLink<GatewayContext> {
    const { name, address, subscribe } = transport;
    const breakMsMax = settings.LIVE_BREAK_MAX_MS;
    if (address === undefined) {
      const proofOf = passportCall(name, passports, limits.timeoutMs);
      const link = createLocalLink({ transport, proofOf, ...limits });
      return subscribe ? { ...link, subscribe: following({ subscribe, proofOf, breakMsMax, logger }) } : link;
    }
    const headersOf = passportHeaders(name, passports, limits.timeoutMs);
    const link = createHttpLink({
      name,
      url: `${address}/graphql`,
      limits,
      headersOf,
      maySayThatItWaits: true,
    });
    closes.push(() => link.close());
    const guarded = breaking(link, new Breaker(breakerLimitsOf(settings)));
    if (!subscribe) return guarded;
    const proofOf = (context: GatewayContext, request: LinkRequest) => ({
      headers: headersOf(context, request),
    });
    return { ...guarded, subscribe: following({ subscribe, proofOf, breakMsMax, logger }) };
  }

  const links = options.transports.map((transport) =>
    createServiceLink({
      link: wayTo(transport),
      namesService,
      answered: metrics.subgraph(transport.name),
      logger,
    }),
  );
  return {
    links: new Map(links.map((link) => [link.name, link])),
    close: async () => void (await Promise.all(closes.map((close) => close()))),
  };
}
