import type { Settings } from '../subgraphs/kit/settings.js';
import type { Logger } from '../subgraphs/kit/observability/logger.js';
import type { Place } from '../subgraphs/kit/http/pause.js';
import { servesIde, showsSchema } from './config.js';
import type { GatewaySettings } from './config.js';
import type { GatewayContext } from './pipeline/requestContext.js';
import type { Engine } from './engine/engine.js';
import type { RequestGuards } from './guard/requestGuards.js';
import { Cors } from './http/cors.js';
import { HttpServer } from './http/httpServer.js';
import type { HttpRoute } from './http/httpServer.js';
import { httpLimitsOf } from './http/httpLimits.js';
import { graphqlRoutes } from './http/graphqlRoute.js';
import { healthRoutes } from './http/healthRoutes.js';
import type { Readiness } from './http/healthRoutes.js';
import { idePage, ideRoutes } from './http/ideRoutes.js';
import { metricsRoute } from './http/metricsRoute.js';
import type { Identity } from './identity/identity.js';
import type { PositionMemory } from './identity/positions.js';
import { openLive } from './live/openLive.js';
import { ErrorFormatter } from './observability/errorFormatter.js';
import type { Metrics } from './observability/metrics.js';
import { startApolloServer } from './pipeline/apolloServer.js';
import { Pipeline } from './pipeline/pipeline.js';
import type { PipelineOptions } from './pipeline/pipeline.js';
import { Preparer } from './pipeline/prepare.js';

export interface AssembleOptions extends Pick<PipelineOptions, 'admitted' | 'forwarded'> {
  settings: Pick<Settings, 'HOST' | 'PORT' | 'METRICS_TOKEN'> & GatewaySettings;
  engine: Engine<GatewayContext>;
  guards: RequestGuards;
  identity: Pick<Identity, 'identify'>;
  positions?: PositionMemory;
  /** Headers beside those of ours that a WebSocket's `connection_init` may say; by lower-case name. */
  initHeaders?: readonly string[];
  /** What is answered beside GraphQL, health, metrics and the IDE. */
  routes: readonly HttpRoute[];
  /** Which subgraphs would answer. */
  probe(): Promise<Readiness['subgraphs']>;
  metrics: Metrics;
  logger: Logger;
}

export interface RunningGateway {
  readonly url: string;
  /** Takes no more requests, gives those in flight their time, and frees what it holds. */
  stop(): Promise<void>;
}

const BYTES_PER_MIB = 2 ** 20;

/**
 * The pipeline, and the public door to it: the same before a co-op's services and before a supergraph of somebody's own.
 *
 * @throws Error where the door cannot be opened; then nothing of it is left.
 */
export async function assemble(options: AssembleOptions): Promise<RunningGateway> {
  const { settings, engine, guards, identity, metrics, logger } = options;
  const { guard, callers } = guards;
  const errors = new ErrorFormatter(logger, showsSchema(settings));
  const preparer = new Preparer({
    guard,
    bytesMax: settings.PLAN_CACHE_MIB * BYTES_PER_MIB,
    showsSchema: showsSchema(settings),
  });
  metrics.watchCache('compiled_operations', () => engine.compiled);
  metrics.watchCache('prepared_documents', () => preparer.size);
  const pipeline = new Pipeline({
    ...{ guards, identity, preparer, engine, errors },
    positions: options.positions,
    admitted: options.admitted,
    ...(options.forwarded && { forwarded: options.forwarded }),
    deadlineMs: settings.REQUEST_DEADLINE_MS,
    answerBytesMax: settings.ANSWER_MAX_BYTES,
    warn: (error) => logger.warn({ err: error }, 'a document was not registered'),
  });
  const graphql = graphqlRoutes({
    pipeline,
    bodyBytesMax: settings.HTTP_BODY_MAX_BYTES,
    inflatedBytesMax: settings.HTTP_BODY_INFLATED_MAX_BYTES,
    page: servesIde(settings) ? idePage : undefined,
  });
  const cors = new Cors(settings.CORS_ORIGINS);
  const enter = (client: string): Place => server.enter(client);
  const live = openLive({
    ...{ settings, pipeline, graphql, identity, callers, cors, errors, enter, metrics, logger },
    moreHeaders: options.initHeaders,
  });
  metrics.watchLive(() => live.counts);
  const readiness = async (): Promise<Readiness> => ({
    open: !server.isStopping,
    subgraphs: await options.probe(),
  });
  const server: HttpServer = new HttpServer({
    routes: [
      ...options.routes,
      ...live.routes,
      ...healthRoutes(readiness),
      ...(servesIde(settings) ? ideRoutes() : []),
      metricsRoute(metrics, callers, settings.METRICS_TOKEN),
    ],
    limits: httpLimitsOf(settings),
    ...{ cors, logger, metrics, errors },
    upgrade: live.upgrade,
    addressOf: ({ remoteAddress }) => callers.connectionOf(remoteAddress),
    clientOf: (address, forwardedFor) => callers.addressOf(address, forwardedFor),
  });
  const apollo = await startApolloServer({
    engine,
    schemaChanged: (schema) => preparer.adopt(schema),
    drain: async () => void (await Promise.all([live.stop(), server.stop()])),
    introspection: showsSchema(settings),
    logger,
  });
  try {
    const port = await server.open(settings.HOST, settings.PORT);
    return { url: `http://${settings.HOST}:${port}`, stop: () => apollo.stop() };
  } catch (error) {
    await apollo.stop();
    throw error;
  }
}
