import { readFile, stat } from 'node:fs/promises';
import { createLogger } from '../../subgraphs/kit/observability/logger.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { Settings } from '../../subgraphs/kit/settings.js';
import type { GatewaySettings } from '../config.js';
import { askerOf } from '../pipeline/requestContext.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import { Engine } from '../engine/engine.js';
import { Breaker, breaking } from '../engine/transport/breaker.js';
import { TIMEOUT_HEADER, waitMsOf } from '../engine/transport/deadline.js';
import { createHttpTransport } from '../engine/transport/httpTransport.js';
import { breakerLimitsOf, httpLimitsOf } from '../transport/transportLimits.js';
import type { SubgraphTransport } from '../engine/transport/transport.js';
import { createLocalTransport } from '../engine/transport/localTransport.js';
import { createServiceTransport } from '../transport/serviceTransport.js';
import { subgraphError } from '../transport/subgraphError.js';
import { assemble } from '../assemble.js';
import type { RunningGateway } from '../assemble.js';
import { Opened } from '../opened.js';
import { openRequestGuards } from '../guard/requestGuards.js';
import type { RequestIdentity } from '../identity/passportIssuer.js';
import { following } from '../live/following.js';
import { Metrics } from '../observability/metrics.js';
import { joinedGraphs } from '../supergraph/joinedGraphs.js';
import type { JoinedGraph } from '../supergraph/joinedGraphs.js';
import { plannerOptionsOf } from '../supergraph/plannerOptions.js';
import { containedPlannerWorker } from '../engine/planner/process/containedPlannerWorker.js';
import type { PlannerWorker } from '../engine/planner/plannerWorker.js';
import { foreignError } from './foreignError.js';
import { forwardedNames, forwarding } from './forwarding.js';
import { openSource, subscriptionAddresses } from './subscriptions/openSource.js';

export interface StandaloneOptions {
  /** A supergraph with the addresses of its subgraphs. */
  supergraphSdl: string;
  settings: Pick<Settings, 'HOST' | 'PORT' | 'LOG_LEVEL' | 'METRICS_TOKEN'> & GatewaySettings;
  logger?: Logger;
  /** Where operations are planned; processes of its own by default. */
  plannerWorker?: PlannerWorker;
  /** Subgraphs that run in this process, by name; the others are reached at their addresses. */
  local?: ReadonlyMap<string, LocalTransport>;
}

type LocalTransport = Pick<ServiceTransport, 'execute' | 'subscribe'>;

/** Larger than any supergraph that a planner takes. */
const SUPERGRAPH_BYTES_MAX = 32 * 2 ** 20;

/** @throws Error that says why the file cannot be run. */
export async function readSupergraph(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > SUPERGRAPH_BYTES_MAX) throw new Error(`it has more than ${SUPERGRAPH_BYTES_MAX} bytes`);
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Error(`the supergraph ${file} cannot be read`, { cause });
  }
}

/**
 * Runs the engine on any supergraph: the door, the guard and the execution as ever, and none of the co-op's parts.
 * Nobody signs in; subgraphs get no passport, and of the client's headers those alone that FORWARD_HEADERS names.
 *
 * @throws Error that says why the supergraph cannot be run.
 */
export function startStandalone(options: StandaloneOptions): Promise<RunningGateway> {
  return Opened.all((opened) => startIn(opened, options));
}

async function startIn(opened: Opened, options: StandaloneOptions): Promise<RunningGateway> {
  const { supergraphSdl, settings } = options;
  const logger = options.logger ?? createLogger('gateway', settings.LOG_LEVEL);
  const forwardHeaders = forwardedNames(settings.FORWARD_HEADERS);
  const forwarded = forwarding(forwardHeaders);
  const metrics = new Metrics();
  opened.closing(() => metrics.stop());
  const graphs = joinedGraphs(supergraphSdl);
  const addresses = subscriptionAddresses(settings.SUBSCRIPTION_URLS, graphs);
  const links = graphs.map((graph) =>
    linkTo(graph, options.local?.get(graph.name), { settings, metrics, logger, addresses }),
  );
  opened.closing(() => Promise.all(links.map(({ close }) => close())));
  const guards = await openRequestGuards(settings, metrics, logger, false);
  opened.closing(() => guards.close());
  const { guard } = guards;
  const plannerWorker = options.plannerWorker ?? containedPlannerWorker(plannerOptionsOf(settings, logger));
  opened.closing(() => plannerWorker.close());
  const engine = await Engine.start<GatewayContext>({
    supergraphSdl,
    plannerWorker,
    askerOf,
    transportsTo: () => new Map(links.map(({ link }) => [link.name, link])),
    opened: (schema, { costs }) => guard.learn(schema, costs),
    planCacheMib: settings.PLAN_CACHE_MIB,
    errorsMax: settings.ANSWER_ERRORS_MAX,
    answerBytesMax: settings.ANSWER_MAX_BYTES,
  });
  const running = await assemble({
    ...{ settings, engine, guards, forwarded, metrics, logger },
    identity: { identify: (headers) => Promise.resolve(identityOfNobody(headers)) },
    initHeaders: forwardHeaders,
    routes: [],
    probe: () => Promise.resolve({}),
  });
  opened.closing(() => running.stop());
  return { url: running.url, stop: () => opened.close() };
}

interface LinkOptions {
  settings: GatewaySettings;
  metrics: Metrics;
  logger: Logger;
  /** Where subgraphs are subscribed to that have another address for it, by name. */
  addresses: ReadonlyMap<string, string>;
}

function identityOfNobody(headers: Readonly<Record<string, string>>): RequestIdentity {
  return { requestId: headers['request-id'] ?? 'none', viewer: null, positions: {} };
}

function linkTo(
  graph: JoinedGraph,
  local: LocalTransport | undefined,
  { settings, metrics, logger, addresses }: LinkOptions,
): { link: SubgraphTransport<GatewayContext>; close: () => Promise<void> } {
  const limits = httpLimitsOf(settings);
  const headersOf = (context: GatewayContext): Record<string, string> => {
    const own = {
      'request-id': context.identity.requestId,
      [TIMEOUT_HEADER]: String(waitMsOf(context, limits.timeoutMs)),
    };
    return context.forwarded ? { ...context.forwarded, ...own } : own;
  };
  const production = settings.NODE_ENV === 'production';
  const told = (link: SubgraphTransport<GatewayContext>): SubgraphTransport<GatewayContext> =>
    createServiceTransport({
      link,
      namesService: !production,
      shown: production ? subgraphError : foreignError,
      answered: metrics.subgraph(graph.name),
      logger,
    });
  // Nobody waits for the next event, and so a subgraph hears no time for it.
  const proofOf = ({ forwarded, identity }: GatewayContext) => ({
    headers: { ...forwarded, 'request-id': identity.requestId },
  });
  const breakMsMax = settings.LIVE_BREAK_MAX_MS;
  if (local) {
    const transport = { ...local, name: graph.name };
    const link = createLocalTransport({
      transport,
      proofOf: (context: GatewayContext) => ({ headers: headersOf(context) }),
      ...limits,
    });
    const { subscribe } = local;
    return {
      link: told(
        subscribe ? { ...link, subscribe: following({ subscribe, proofOf, breakMsMax, logger }) } : link,
      ),
      close: () => Promise.resolve(),
    };
  }
  const http = createHttpTransport({ ...graph, limits, headersOf });
  const source = openSource(addresses.get(graph.name) ?? graph.url, settings);
  const { subscribe } = source;
  const follow = following({ subscribe, proofOf, endsByItself: true, breakMsMax, logger });
  return {
    link: told({ ...breaking(http, new Breaker(breakerLimitsOf(settings))), subscribe: follow }),
    close: async () => void (await Promise.all([http.close(), source.close()])),
  };
}
