import type { DataSource } from 'typeorm';
import type { DocumentNode, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { KeyPort } from '../../../subgraphs/kit/identity/keys.js';
import { publicUrl } from '../../../subgraphs/kit/settings.js';
import type { Settings } from '../../../subgraphs/kit/settings.js';
import type { Route } from '../../../subgraphs/kit/http/http.js';
import type { Logger } from '../../../subgraphs/kit/observability/logger.js';
import type { GatewaySettings } from '../../config.js';
import type { GatewayContext } from '../../pipeline/requestContext.js';
import type { Engine } from '../../engine/engine.js';
import { breakerLimitsOf } from '../../transport/transportLimits.js';
import type { SubgraphTransport } from '../../engine/transport/transport.js';
import type { AccessTokens } from '../../identity/accessTokens.js';
import type { RequireStanding } from '../../identity/standingSessions.js';
import type { Metrics } from '../../observability/metrics.js';
import { PartnerCredentials } from '../partner/credentials.js';
import { partnerLimitsOf } from '../partner/partnerLimits.js';
import { PartnerLinks } from '../partner/partnerLinks.js';
import { UsageRecorder } from '../usage/usageRecorder.js';
import { postgresUsageStore } from '../usage/usageStore.js';
import type { SubgraphSchema } from '../../engine/planner/composition.js';
import type { PlannerWorker } from '../../engine/planner/plannerWorker.js';
import { Authors } from './authors.js';
import { composerIn } from './composer.js';
import { Follower } from './follower.js';
import { PartnerRegistration } from './partnerRegistration.js';
import { Registry } from './registry.js';
import { registryRoutes } from './routes.js';
import { postgresSubgraphStore } from './subgraphStore.js';

export interface OpenRegistryOptions {
  settings: Settings & GatewaySettings;
  keys: KeyPort;
  /** The gateway's own database. */
  database: DataSource;
  tokens: Pick<AccessTokens, 'read'>;
  requireStanding: RequireStanding;
  plannerWorker: PlannerWorker;
  /** The services of this installation, as each says itself at this moment. */
  core(): Promise<readonly SubgraphSchema[]>;
  metrics: Pick<Metrics, 'subgraph' | 'watchSwaps'>;
  logger: Logger;
}

/** The registry at work in one gateway. */
export interface OpenRegistry {
  /** The supergraph to start with. */
  readonly supergraphSdl: string;
  /** The ways to its partners, and after a swap to those of the next. @param schema - what clients see. */
  partnerLinks(schema: GraphQLSchema): ReadonlyMap<string, SubgraphTransport<GatewayContext>>;
  /** Counts an operation that is about to be executed. */
  readonly record: (
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
  ) => void;
  /** Takes the engine along to every supergraph that is yet to come. @returns what the public door answers for it. */
  follow(engine: Pick<Engine<GatewayContext>, 'swap'>): Route[];
  /** Ends it, after the last request. The database stays open. */
  stop(): Promise<void>;
}

/** @throws Error when the services do not compose and never did. */
export async function openRegistry(options: OpenRegistryOptions): Promise<OpenRegistry> {
  const { settings, database, metrics, logger } = options;
  const store = postgresSubgraphStore(database);
  const usage = postgresUsageStore(database);
  const composer = composerIn(options.plannerWorker);
  const core = (): Promise<readonly SubgraphSchema[]> => options.core();
  const usageDays = settings.USAGE_DAYS;
  const registry = new Registry({ store, usage, composer, core, usageDays, logger });
  const addresses = { allowsLoopback: settings.NODE_ENV !== 'production' };
  const credentials = new PartnerCredentials(options.keys, publicUrl(settings));
  const links = new PartnerLinks({
    credentials,
    limits: partnerLimitsOf(settings),
    breaker: breakerLimitsOf(settings),
    addresses,
    metrics,
    logger,
  });
  let next = await registry.begin();
  const recorder = new UsageRecorder(
    usage,
    {
      flushMs: settings.USAGE_FLUSH_MS,
      operationsMax: settings.USAGE_OPERATIONS_MAX,
      days: usageDays,
      rememberedMax: settings.USAGE_OPERATIONS_MAX,
    },
    logger,
  );
  let follower: Follower | undefined;

  return {
    supergraphSdl: next.sdl,
    partnerLinks: (schema) => links.transportsTo(next, schema),
    record: (schema, document, operation) => recorder.record(schema, document, operation),
    follow(engine) {
      const sink = {
        async swap(supergraph: typeof next): Promise<void> {
          const before = next;
          next = supergraph;
          await engine.swap(supergraph.sdl).catch((error: unknown) => {
            next = before;
            throw error;
          });
        },
      };
      const pollMs = settings.REGISTRY_POLL_MS;
      const following = new Follower({ store, sink, running: next.generation, pollMs, logger });
      follower = following;
      metrics.watchSwaps(() => following.counts);
      const authors = new Authors(options.tokens, store, settings.OPERATOR_DIDS, options.requireStanding);
      const registration = new PartnerRegistration({ store, authors, core, addresses });
      return [
        ...registryRoutes({ registry, authors, registration, follower: following }),
        credentials.directoryRoute(),
      ];
    },
    async stop() {
      await follower?.stop();
      await recorder.stop();
      await links.stop();
    },
  };
}
