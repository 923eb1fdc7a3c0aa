import type { DataSource } from 'typeorm';
import type { KeyPort } from '../subgraphs/kit/identity/keys.js';
import type { Route } from '../subgraphs/kit/http/http.js';
import { publicUrl, serviceUrl } from '../subgraphs/kit/settings.js';
import type { Settings } from '../subgraphs/kit/settings.js';
import { createLogger } from '../subgraphs/kit/observability/logger.js';
import type { Logger } from '../subgraphs/kit/observability/logger.js';
import type { ServiceTransport } from '../subgraphs/kit/wire/transport.js';
import type { GatewaySettings } from './config.js';
import { assemble } from './assemble.js';
import type { RunningGateway } from './assemble.js';
import { askerOf } from './pipeline/requestContext.js';
import type { GatewayContext } from './pipeline/requestContext.js';
import { Opened } from './opened.js';
import { openCache } from './cache/openCache.js';
import { Engine } from './engine/engine.js';
import { createServiceTransport } from './transport/serviceTransport.js';
import { connectServiceTransports } from './transport/serviceTransports.js';
import { openRequestGuards } from './guard/requestGuards.js';
import { probeSubgraphs } from './http/readiness.js';
import { AccessTokens } from './identity/accessTokens.js';
import { Identity } from './identity/identity.js';
import { KeySet } from './identity/keySet.js';
import type { FetchKeys } from './identity/keySet.js';
import { PassportIssuer } from './identity/passportIssuer.js';
import { MemoryPositions } from './identity/positions.js';
import type { PositionMemory } from './identity/positions.js';
import { standingSessions } from './identity/standingSessions.js';
import { KEYS_PATH, keysFromRoutes, keysFromUrl } from './identity/tokenKeys.js';
import { FileCache } from './log/files/fileCache.js';
import { logFileRoutes } from './log/files/logFiles.js';
import { LogReads } from './log/logReads.js';
import { createLogSubgraph, LOG_SUBGRAPH } from './log/logSubgraph.js';
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

/** Composes the services and opens the public door to them. */
export function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  return Opened.all((opened) => startIn(opened, options));
}

async function startIn(opened: Opened, options: GatewayOptions): Promise<RunningGateway> {
  const { settings, transports } = options;
  const logger = options.logger ?? createLogger('gateway', settings.LOG_LEVEL);
  const tokens = options.tokens ?? tokensOfMembership(settings, options.routes);
  const passports = new PassportIssuer(options.keys.signing('gateway/passport', 'es256').privateKey);
  const metrics = new Metrics();
  opened.closing(() => metrics.stop());
  const positions = options.positions ?? positionsInMemory(settings, metrics);
  const guards = await openRequestGuards(settings, metrics, logger);
  opened.closing(() => guards.close());
  const { guard } = guards;
  const tokenKeys = new KeySet(tokens.fetchKeys, {
    lifeMs: settings.JWKS_LIFE_MS,
    refetchMinMs: settings.JWKS_REFETCH_MIN_MS,
    warn: (error) => logger.warn({ err: error }, 'the token keys cannot be had'),
  });
  const clockToleranceSeconds = settings.TOKEN_CLOCK_TOLERANCE_SECONDS;
  const accessTokens = new AccessTokens(tokenKeys, { ...tokens, clockToleranceSeconds });
  const identity = new Identity(accessTokens, positions);

  const logReads = new LogReads();
  const log = createLogSubgraph(transports, passports, logReads, logger);
  const logFileCache = new FileCache(settings.LOG_FILE_CACHE_MIB);
  metrics.watchCache('log_files', () => logFileCache.size);
  const services = connectServiceTransports({ transports, passports, settings, metrics, logger });
  opened.closing(() => services.close());
  const namesService = settings.NODE_ENV !== 'production';
  const answered = metrics.subgraph(LOG_SUBGRAPH);
  const logLink = createServiceTransport({ link: log.link, namesService, answered, logger });
  // Keys and consistency proofs are all that is public of the log; a page of the trail is opened for some.
  const cache = openCache({ transports, constant: [LOG_SUBGRAPH], settings, metrics, logger });
  opened.closing(() => cache.stop());
  const links = new Map([...services.links.values(), logLink].map((link) => [link.name, cache.over(link)]));
  const plannerWorker = options.plannerWorker ?? containedPlannerWorker(plannerOptionsOf(settings, logger));
  opened.closing(() => plannerWorker.close());
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
      requireStanding: standingSessions({
        membership: transports.find(({ name }) => name === 'membership'),
        passports,
        timeoutMs: settings.SUBGRAPH_TIMEOUT_MS,
      }),
      plannerWorker,
      core,
      metrics,
      logger,
    }));
  opened.closing(() => registry?.stop());
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
  const running = await assemble({
    ...{ settings, engine, guards, identity, positions, metrics, logger },
    admitted: registry?.record,
    routes: [
      ...options.routes,
      ...(options.routes.some(({ path }) => path === KEYS_PATH) ? [] : [keysRoute(tokenKeys)]),
      ...(registry?.follow(engine) ?? []),
      ...logFileRoutes({
        ...{ transports, reads: logReads, cache: logFileCache, callers: guards.callers },
        waitMs: settings.REQUEST_DEADLINE_MS,
        publicUrl: publicUrl(settings),
      }),
    ],
    probe: probeSubgraphs(transports),
  });
  opened.closing(() => running.stop());
  return { url: running.url, stop: () => opened.close() };
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
