import { setTimeout as sleep } from 'node:timers/promises';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import type { GatewayContext } from '../../pipeline/requestContext.js';
import { Breaker, breaking } from '../../engine/transport/breaker.js';
import type { BreakerLimits } from '../../engine/transport/breaker.js';
import { createHttpTransport } from '../../engine/transport/httpTransport.js';
import type { HttpTransportLimits } from '../../engine/transport/httpTransport.js';
import type { SubgraphTransport } from '../../engine/transport/transport.js';
import type { Metrics } from '../../observability/metrics.js';
import type { StoredSupergraph } from '../registry/subgraphStore.js';
import { guardedConnector } from './address.js';
import type { AddressRules, Lookup } from './address.js';
import type { Addressee, PartnerCredentials } from './credentials.js';
import { createPartnerLink } from './partnerLink.js';

export interface PartnerLinksOptions {
  credentials: PartnerCredentials;
  limits: HttpTransportLimits;
  breaker: BreakerLimits;
  addresses: AddressRules;
  lookup?: Lookup;
  metrics: Pick<Metrics, 'subgraph'>;
  logger: Logger;
}

/** Sockets, breaker and credentials to one partner: they outlive a supergraph. */
interface Way {
  readonly link: SubgraphTransport<GatewayContext>;
  close(): Promise<void>;
}

/** The ways to the partners of whatever supergraph runs. */
export class PartnerLinks {
  private readonly ways = new Map<string, Way>();
  private readonly closing = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly options: PartnerLinksOptions) {}

  /**
   * The links of one supergraph, by partner. Those of the one before go on until its operations have ended.
   *
   * @param schema - what clients see of it.
   */
  transportsTo(
    { members }: Pick<StoredSupergraph, 'members'>,
    schema: GraphQLSchema,
  ): Map<string, SubgraphTransport<GatewayContext>> {
    const partners = members.flatMap(({ partner, leftOut }) => (partner && !leftOut ? [partner] : []));
    const wanted = new Map(partners.map((partner) => [keyOf(partner), partner]));
    for (const [key, way] of this.ways) {
      if (wanted.has(key)) continue;
      this.ways.delete(key);
      this.closeLater(way);
    }
    if (partners.length === 0) return new Map();
    const { limits, metrics, logger } = this.options;
    return new Map(
      [...wanted].map(([key, partner]) => {
        const way = this.ways.get(key) ?? this.open(partner);
        this.ways.set(key, way);
        const { errorsMax } = limits;
        const answered = metrics.subgraph(partner.name);
        return [partner.name, createPartnerLink({ way: way.link, schema, errorsMax, answered, logger })];
      }),
    );
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([...this.closing, ...[...this.ways.values()].map((way) => way.close())]);
  }

  private open(partner: Addressee): Way {
    const { credentials, limits, addresses, lookup } = this.options;
    const link = createHttpTransport<GatewayContext>({
      name: partner.name,
      url: partner.url,
      limits,
      // Neither the viewer's headers nor our request id go to a partner: two of them could compare notes.
      headersOf: ({ identity }, _, body) =>
        credentials.headersOf({ to: partner, viewer: identity.viewer?.did, body }),
      connect: guardedConnector(addresses, { lookup, timeoutMs: limits.connectTimeoutMs }),
    });
    const breaker = new Breaker(this.options.breaker);
    return { link: breaking(link, breaker), close: () => link.close() };
  }

  /** Operations of the supergraph before may still ask, each for as long as one request may take. */
  private closeLater(way: Way): void {
    const waitMs = 2 * this.options.limits.timeoutMs;
    const closed = sleep(waitMs, undefined, { ref: false, signal: this.stopping.signal })
      .catch(() => undefined)
      .then(() => way.close())
      .finally(() => this.closing.delete(closed));
    this.closing.add(closed);
  }
}

function keyOf({ name, url, tellsPseudonym }: Addressee): string {
  return JSON.stringify([name, url, tellsPseudonym]);
}
