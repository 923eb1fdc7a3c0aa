import type { DataSource } from 'typeorm';
import type { KeyPort } from '../subgraphs/kit/identity/keys.js';
import type { Route } from '../subgraphs/kit/http/http.js';
import { publicUrl, serviceUrl } from '../subgraphs/kit/settings.js';
import type { Settings } from '../subgraphs/kit/settings.js';
import { createLogger } from '../subgraphs/kit/observability/logger.js';
import type { Logger } from '../subgraphs/kit/observability/logger.js';
import type { Place } from '../subgraphs/kit/http/pause.js';
import type { ServiceTransport } from '../subgraphs/kit/wire/transport.js';
import { servesIde, showsSchema } from './config.js';
import type { GatewaySettings } from './config.js';
import { askerOf } from './execution/context.js';
import type { GatewayContext } from './execution/context.js';
import { openCache } from './cache/openCache.js';
import { Engine } from './engine/engine.js';
import { startGraphqlServer } from './execution/graphqlServer.js';
import { KnownOperations } from './execution/knownOperations.js';
import { operationPlugin } from './execution/operationPlugin.js';
import { createServiceTransport } from './transport/serviceTransport.js';
import { connectServiceTransports } from './transport/serviceTransports.js';
import { openGatehouse } from './guard/gatehouse.js';
import { Admission } from './http/admission.js';
import { Cors } from './http/cors.js';
import { Door } from './http/door.js';
import { doorLimitsOf } from './http/doorLimits.js';
import { graphqlRoutes } from './http/graphqlRoute.js';
import { healthRoutes } from './http/healthRoutes.js';
import { idePage, ideRoutes } from './http/ideRoutes.js';
import { metricsRoute } from './http/metricsRoute.js';
import { probeSubgraphs } from './http/readiness.js';
import { AccessTokens } from './identity/accessTokens.js';
import { Identity } from './identity/identity.js';
import { KeySet } from './identity/keySet.js';
import type { FetchKeys } from './identity/keySet.js';
import { PassportOffice } from './identity/passports.js';
import { MemoryPositions } from './identity/positions.js';
import type { PositionMemory } from './identity/positions.js';
import { KEYS_PATH, keysFromRoutes, keysFromUrl } from './identity/tokenKeys.js';
import { openLive } from './live/openLive.js';
import { liveExtras } from './live/slot.js';
import { createLogSubgraph, LOG_SUBGRAPH } from './log/logSubgraph.js';
import { ShortWay } from './http/shortWay.js';
import { ErrorDesk } from './observability/errorDesk.js';
import { Metrics } from './observability/metrics.js';
import { collectSchemas } from './supergraph/collect.js';
import { composeIn } from './supergraph/compose.js';
import type { SubgraphSchema } from './supergraph/compose.js';
import { openRegistry } from './supergraph/registry/openRegistry.js';
import { plannerOptionsOf } from './supergraph/plannerOptions.js';
import { containedPlannerWorker } from './engine/planner/process/containedPlannerWorker.js';
import type { PlannerWorker } from './engine/planner/plannerWorker.js';

export interface GatewayOptions {
  settings: Settings & GatewaySettings;
  keys: KeyPort;
  /** The ways to the four services. Whoever opened them closes them, after the gateway has stopped. */
  transports: readonly ServiceTransport[];
  /** What the services answer beside GraphQL. */
  routes: readonly Route[];
  logger?: Logger;
  /** The access tokens that count, and where the keys to them are had; membership's by default. */
  tokens?: TokenSource;
  /** Where sessions' positions are kept; in memory by default. */
  positions?: PositionMemory;
  /** The gateway's own database; without one there are no partners, and nothing is published. Its opener closes it. */
  database?: DataSource;
  /** Where schemas are composed and operations planned; processes of its own by default. */
  plannerWorker?: PlannerWorker;
}

export interface TokenSource {
  issuer: string;
  audience: string;
  fetchKeys: FetchKeys;
}

export interface RunningGateway {
  readonly url: string;
  /** Takes no more requests, gives those in flight their time, and frees what it holds. */
  stop(): Promise<void>;
}

/** Composes the services and opens the public door to them. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { settings, transports } = options;
  const logger = options.logger ?? createLogger('gateway', settings.LOG_LEVEL);
  const tokens = options.tokens ?? tokensOfMembership(settings, options.routes);
  const introspection = showsSchema(settings);
  const passports = new PassportOffice(options.keys.signing('gateway/passport', 'es256').privateKey);
  const metrics = new Metrics();
  const positions = options.positions ?? positionsInMemory(settings, metrics);
  const gatehouse = await openGatehouse(settings, metrics, logger);
  const { guard, rates } = gatehouse;
  const errors = new ErrorDesk(logger, introspection);
  const tokenKeys = new KeySet(tokens.fetchKeys, {
    lifeMs: settings.JWKS_LIFE_MS,
    refetchMinMs: settings.JWKS_REFETCH_MIN_MS,
    warn: (error) => logger.warn({ err: error }, 'the token keys cannot be had'),
  });
  const clockToleranceSeconds = settings.TOKEN_CLOCK_TOLERANCE_SECONDS;
  const accessTokens = new AccessTokens(tokenKeys, { ...tokens, clockToleranceSeconds });
  const identity = new Identity(accessTokens, positions);

  const log = createLogSubgraph(transports, passports, logger);
  const services = connectServiceTransports({ transports, passports, settings, metrics, logger });
  const namesService = settings.NODE_ENV !== 'production';
  const answered = metrics.subgraph(LOG_SUBGRAPH);
  const logLink = createServiceTransport({ link: log.link, namesService, answered, logger });
  // Keys and consistency proofs are all that is public of the log; a page of the trail is opened for some.
  const cache = openCache({ transports, constant: [LOG_SUBGRAPH], settings, metrics, logger });
  const links = new Map([...services.links.values(), logLink].map((link) => [link.name, cache.over(link)]));
  const plannerWorker = options.plannerWorker ?? containedPlannerWorker(plannerOptionsOf(settings, logger));
  const core = async (): Promise<SubgraphSchema[]> => {
    const schemas = await collectSchemas(transports, settings.SUBGRAPH_START_WAIT_MS);
    return [...schemas, { name: LOG_SUBGRAPH, sdl: log.sdl }];
  };
  const { keys, database } = options;
  const registry =
    database &&
    (await openRegistry({
      settings,
      keys,
      database,
      tokens: accessTokens,
      plannerWorker,
      core,
      metrics,
      logger,
    }));
  const engine = await Engine.start<GatewayContext>({
    supergraphSdl: registry?.supergraphSdl ?? (await composeIn(plannerWorker, await core())),
    plannerWorker,
    askerOf,
    transportsTo: (_, schema) => new Map([...links, ...(registry?.partnerLinks(schema) ?? [])]),
    opened: (schema, { costs }) => guard.learn(schema, costs),
    planCacheMib: settings.PLAN_CACHE_MIB,
    errorsMax: settings.ANSWER_ERRORS_MAX,
    answerBytesMax: settings.ANSWER_MAX_BYTES,
    publicSubgraphs: cache.subgraphs,
  });
  const known = new KnownOperations(settings.PLAN_CACHE_MIB * 2 ** 20);
  metrics.watchCache('compiled_operations', () => engine.compiled);
  metrics.watchCache('known_operations', () => known.size);
  const server = await startGraphqlServer({
    gateway: engine.forApollo(),
    plugin: operationPlugin({
      guard,
      rates,
      positions,
      known,
      format: errors.format,
      observe: errors.observe,
      admitted: registry?.record,
    }),
    formatError: errors.formatOver,
    introspection,
    tokensMax: guard.limits.tokens,
    errorsMax: guard.limits.errors,
    documentCacheMib: settings.PLAN_CACHE_MIB,
    logger,
  });

  const admission = new Admission({
    gatehouse,
    identity,
    deadlineMs: settings.REQUEST_DEADLINE_MS,
    warn: (error) => logger.warn({ err: error }, 'a document was not registered'),
  });
  const probe = probeSubgraphs(transports);
  const graphql = graphqlRoutes({
    server,
    bodyBytesMax: settings.HTTP_BODY_MAX_BYTES,
    inflatedBytesMax: settings.HTTP_BODY_INFLATED_MAX_BYTES,
    answerBytesMax: settings.ANSWER_MAX_BYTES,
    admission,
    shortWay: new ShortWay({ engine, known, rates, errors, admitted: registry?.record }),
    extras: liveExtras,
    page: servesIde(settings) ? idePage : undefined,
  });
  const cors = new Cors(settings.CORS_ORIGINS);
  const enter = (client: string): Place => door.enter(client);
  const { callers } = gatehouse;
  const live = openLive({ settings, engine, graphql, identity, callers, cors, errors, enter, logger });
  metrics.watchLive(() => live.counts);
  const door: Door = new Door({
    routes: [
      ...options.routes,
      ...live.routes,
      ...healthRoutes(async () => ({ open: !door.isStopping, subgraphs: await probe() })),
      ...(options.routes.some(({ path }) => path === KEYS_PATH) ? [] : [keysRoute(tokenKeys)]),
      ...(registry?.follow(engine) ?? []),
      ...(servesIde(settings) ? ideRoutes() : []),
      metricsRoute(metrics, gatehouse.callers, settings.METRICS_TOKEN),
    ],
    limits: doorLimitsOf(settings),
    cors,
    logger,
    metrics,
    upgrade: live.upgrade,
    addressOf: ({ remoteAddress }) => callers.connectionOf(remoteAddress),
    clientOf: (address, forwardedFor) => callers.addressOf(address, forwardedFor),
    within: errors.within,
    format: errors.format,
  });
  const port = await door.open(settings.HOST, settings.PORT);
  return {
    url: `http://${settings.HOST}:${port}`,
    async stop() {
      await Promise.all([live.stop(), door.stop()]);
      await server.stop();
      await registry?.stop();
      plannerWorker.close();
      await cache.stop();
      await services.close();
      await gatehouse.close();
      metrics.stop();
    },
  };
}

function positionsInMemory(settings: GatewaySettings, metrics: Metrics): PositionMemory {
  const { POSITION_SESSIONS_MAX: sessionsMax, POSITION_LIFE_MS: lifeMs } = settings;
  const positions = new MemoryPositions({ sessionsMax, lifeMs });
  metrics.watchCache('positions', () => positions.size);
  return positions;
}

/** Membership issues the tokens, in this process or in its own. */
function tokensOfMembership(settings: Settings & GatewaySettings, routes: readonly Route[]): TokenSource {
  const url = `${serviceUrl(settings, 'membership')}${KEYS_PATH}`;
  const fetchKeys = keysFromRoutes(routes) ?? keysFromUrl(url, settings.JWKS_TIMEOUT_MS);
  return { issuer: publicUrl(settings), audience: publicUrl(settings), fetchKeys };
}

function keysRoute(keys: KeySet): Route {
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'public, max-age=60',
  };
  return {
    method: 'GET',
    path: KEYS_PATH,
    bodyBytesMax: 0,
    handle: async () => ({ status: 200, headers, body: JSON.stringify(await keys.published()) }),
  };
}
