import { z } from 'zod';
import { COMMON } from '../errors/table.js';
import { formatError } from '../errors/format.js';
import { FEED_BATCH_MAX, FEED_WAIT_MAX_MS } from '../journal/feed.js';
import type { KeyPort } from '../identity/keys.js';
import { signServiceToken, verifyServiceToken } from '../identity/serviceToken.js';
import { streamRoute } from '../live/streamRoute.js';
import { traced } from '../tracing/tracing.js';
import { decode, encode } from './codec.js';
import { badBody, readGraphqlBody } from './graphqlBody.js';
import type { Route } from '../http/http.js';
import type { Logger } from '../observability/logger.js';
import type { RunningService } from '../service/service.js';
import type { ServiceMetrics } from '../service/serviceMetrics.js';
import { SERVICE_NAMES } from './transport.js';
import { watchRoutes } from '../service/watchRoutes.js';

const CALL_BYTES_MAX = 64 * 1024;
const GRAPHQL_BYTES_MAX = 1024 * 1024;
const ENTRY_ID = z.string().max(60);
const COOPERATIVE = z.string().max(60);
const INDEX = z.bigint().min(0n);
/** Beyond it are no leaves: a place in a log is a 64-bit number. */
const TILE_INDEX = INDEX.max(2n ** 54n);
const TILE_WIDTH = z.number().int().min(1).max(256);
const TILE_LEVEL = z.number().int().min(0).max(7);
const LOGS_MAX = 200;

/** Who may call a procedure: feeds carry private parts, so only services read them. */
const SERVICES: readonly string[] = SERVICE_NAMES;
const SERVICES_AND_GATEWAY: readonly string[] = [...SERVICE_NAMES, 'gateway'];

/** Who calls, and the keys of whoever answers. */
interface Asked {
  caller: string;
  keys: KeyPort;
}

interface Procedure {
  callers: readonly string[];
  call: (service: RunningService, input: unknown, asked: Asked) => Promise<unknown>;
}

function procedure<S extends z.ZodType>(
  callers: readonly string[],
  input: S,
  call: (service: RunningService, input: z.infer<S>, asked: Asked) => Promise<unknown>,
): Procedure {
  return { callers, call: (service, given, asked) => call(service, input.parse(given), asked) };
}

/** What a service that runs alone answers to other processes of this installation, by name. */
const PROCEDURES = {
  'feed.read': procedure(
    SERVICES,
    z.object({
      after: INDEX,
      limit: z.number().int().min(1).max(FEED_BATCH_MAX),
      waitMs: z.number().int().min(0).max(FEED_WAIT_MAX_MS),
    }),
    (service, { after, limit, waitMs }) => service.feed.read(after, limit, waitMs),
  ),
  'feed.positionOf': procedure(
    SERVICES,
    z.object({ entryId: ENTRY_ID, waitMs: z.number().int().max(FEED_WAIT_MAX_MS) }),
    (service, { entryId, waitMs }) => service.feed.positionOf(entryId, waitMs),
  ),
  'publicChanges.read': procedure(
    ['gateway'],
    z.object({ after: INDEX.nullable(), waitMs: z.number().int().min(0).max(FEED_WAIT_MAX_MS) }),
    (service, { after, waitMs }) => service.publicChanges.read(after, waitMs),
  ),
  'log.entries': procedure(
    SERVICES_AND_GATEWAY,
    z.object({
      query: z.object({
        cooperative: COOPERATIVE,
        type: z.string().max(100).optional(),
        subject: z.string().max(60).optional(),
        after: ENTRY_ID.optional(),
        first: z.number().int().min(1).max(100),
      }),
      passport: z.string().max(4096),
    }),
    (service, { query, passport }) => service.log.entries(query, passport),
  ),
  'log.checkpoint': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE }),
    (service, { cooperative }) => service.log.checkpoint(cooperative),
  ),
  'log.inclusionProof': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, index: INDEX }),
    (service, { cooperative, index }) => service.log.inclusionProof(cooperative, index),
  ),
  'log.consistencyProof': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, from: INDEX, to: INDEX }),
    (service, { cooperative, from, to }) => service.log.consistencyProof(cooperative, from, to),
  ),
  'log.tile': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, level: TILE_LEVEL, index: TILE_INDEX, width: TILE_WIDTH }),
    (service, query) => service.log.tile(query),
  ),
  'log.leaves': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE, index: TILE_INDEX, width: TILE_WIDTH }),
    (service, query) => service.log.leaves(query),
  ),
  'log.logs': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ after: z.string().max(60), first: z.number().int().min(1).max(LOGS_MAX) }),
    (service, { after, first }) => service.log.logs(after, first),
  ),
  'log.locate': procedure(SERVICES_AND_GATEWAY, z.object({ entryId: ENTRY_ID }), (service, { entryId }) =>
    service.log.locate(entryId),
  ),
  'log.verifierKey': procedure(
    SERVICES_AND_GATEWAY,
    z.object({ cooperative: COOPERATIVE }),
    (service, { cooperative }) => service.log.verifierKey(cooperative),
  ),
  sdl: procedure(SERVICES_AND_GATEWAY, z.object({}), (service) => service.sdl()),
  // Proves who answers to whoever has just proved who asks; good for no third.
  greet: procedure(SERVICES_AND_GATEWAY, z.object({}), (service, _, { caller, keys }) =>
    Promise.resolve(signServiceToken(keys, service.name, caller)),
  ),
} satisfies Record<string, Procedure>;

export type ProcedureName = keyof typeof PROCEDURES;

export interface RoutesOptions {
  service: RunningService;
  keys: KeyPort;
  logger: Logger;
  metrics: ServiceMetrics;
  /** Opens the metrics to others than programs on this machine. */
  metricsToken?: string | undefined;
}

/** The routes of a service that runs alone: GraphQL, also as streams, its procedures, its health, and its own. */
export function routesOf({ service, keys, logger, metrics, metricsToken }: RoutesOptions): Route[] {
  const graphql: Route = {
    method: 'POST',
    path: '/graphql',
    bodyBytesMax: GRAPHQL_BYTES_MAX,
    async handle({ headers, body, pause }) {
      const asked = readGraphqlBody(body);
      if (!asked) return badBody();
      const answer = await metrics.answered(() => service.execute({ ...asked, headers, pause }));
      return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) };
    },
  };
  const calls = Object.entries(PROCEDURES).map(([name, { callers, call }]): Route => ({
    method: 'POST',
    path: `/procedures/${name}`,
    bodyBytesMax: CALL_BYTES_MAX,
    async handle({ headers, body }) {
      try {
        const token = headers.authorization?.replace(/^Bearer /, '');
        const caller = verifyServiceToken(keys, token, service.name, callers);
        const answer = await traced(
          () => ({
            name: `${service.name} ${name}`,
            kind: 'server',
            headers,
            onlyWithin: true,
            attributes: { 'cooperative.service': service.name, 'cooperative.caller': caller },
          }),
          () => call(service, readCall(body), { caller, keys }),
        );
        metrics.called(name);
        return { status: 200, body: encode(answer) };
      } catch (error) {
        const refusal = error instanceof z.ZodError ? notOfItsForm() : error;
        const requestId = headers['request-id'] ?? 'none';
        const log = (whole: unknown): void =>
          logger.error({ err: whole, requestId, procedure: name }, 'a procedure failed');
        const told = formatError(refusal, { requestId, log });
        metrics.called(name, String(told.extensions?.code));
        return { status: 400, body: encode(told) };
      }
    },
  }));
  const watch = watchRoutes({ service, metrics, token: metricsToken });
  return [graphql, streamRoute(service.subscribe), ...calls, ...watch, ...service.routes];
}

/** @throws BAD_USER_INPUT */
function readCall(body: Buffer): unknown {
  try {
    return decode(body.toString('utf8'));
  } catch {
    throw notOfItsForm();
  }
}

function notOfItsForm() {
  return COMMON.BAD_USER_INPUT.raise('This input is not of its form.');
}
