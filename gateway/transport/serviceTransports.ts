import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { GatewaySettings } from '../config.js';
import type { Metrics } from '../observability/metrics.js';
import type { PassportIssuer } from '../identity/passportIssuer.js';
import { following } from '../live/following.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import { Breaker, breaking } from '../engine/transport/breaker.js';
import { createHttpTransport } from '../engine/transport/httpTransport.js';
import { breakerLimitsOf, httpLimitsOf } from './transportLimits.js';
import type { TransportRequest, SubgraphTransport } from '../engine/transport/transport.js';
import { createLocalTransport } from '../engine/transport/localTransport.js';
import { passportCall, passportHeaders } from './passportProof.js';
import { createServiceTransport } from './serviceTransport.js';

export interface ServiceTransportsOptions {
  transports: readonly ServiceTransport[];
  passports: PassportIssuer;
  settings: GatewaySettings;
  metrics: Pick<Metrics, 'subgraph'>;
  logger: Logger;
}

export interface ServiceTransports {
  /** By subgraph name. */
  readonly links: ReadonlyMap<string, SubgraphTransport<GatewayContext>>;
  close(): Promise<void>;
}

/** The ways to our services: a call where one runs in this process, else HTTP behind a breaker. */
export function connectServiceTransports(options: ServiceTransportsOptions): ServiceTransports {
  const { passports, settings, metrics, logger } = options;
  const limits = httpLimitsOf(settings);
  const namesService = settings.NODE_ENV !== 'production';
  const closes: (() => Promise<void>)[] = [];

  function wayTo(transport: ServiceTransport): SubgraphTransport<GatewayContext> {
    const { name, address, subscribe } = transport;
    const breakMsMax = settings.LIVE_BREAK_MAX_MS;
    if (address === undefined) {
      const proofOf = passportCall(name, passports, limits.timeoutMs);
      const link = createLocalTransport({ transport, proofOf, ...limits });
      return subscribe ? { ...link, subscribe: following({ subscribe, proofOf, breakMsMax, logger }) } : link;
    }
    const headersOf = passportHeaders(name, passports, limits.timeoutMs);
    const link = createHttpTransport({
      name,
      url: `${address}/graphql`,
      limits,
      headersOf,
      maySayThatItWaits: true,
    });
    closes.push(() => link.close());
    const guarded = breaking(link, new Breaker(breakerLimitsOf(settings)));
    if (!subscribe) return guarded;
    const proofOf = (context: GatewayContext, request: TransportRequest) => ({
      headers: headersOf(context, request),
    });
    return { ...guarded, subscribe: following({ subscribe, proofOf, breakMsMax, logger }) };
  }

  const links = options.transports.map((transport) =>
    createServiceTransport({
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
