import { z } from 'zod';
import { PROCEDURES } from '../contracts/procedures.js';
import type { AnswerOf, InputOf, ProcedureName } from '../contracts/procedures.js';
import { COMMON } from '../errors/table.js';
import { formatError } from '../errors/format.js';
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
import { watchRoutes } from '../service/watchRoutes.js';

const CALL_BYTES_MAX = 64 * 1024;
const GRAPHQL_BYTES_MAX = 1024 * 1024;
/** Who calls, and the keys of whoever answers. */
interface Asked {
  caller: string;
  keys: KeyPort;
}

type Answers = {
  readonly [Name in ProcedureName]: (
    service: RunningService,
    input: InputOf<Name>,
    asked: Asked,
  ) => Promise<AnswerOf<Name>>;
};

/** What a service that runs alone answers to other processes of this installation. */
const ANSWERS: Answers = {
  'feed.read': (service, { after, limit, waitMs }) => service.feed.read(after, limit, waitMs),
  'feed.positionOf': (service, { entryId, waitMs }) => service.feed.positionOf(entryId, waitMs),
  'publicChanges.read': (service, { after, waitMs }) => service.publicChanges.read(after, waitMs),
  'log.entries': (service, { query, passport }) => service.log.entries(query, passport),
  'log.checkpoint': (service, { cooperative }) => service.log.checkpoint(cooperative),
  'log.inclusionProof': (service, { cooperative, index }) => service.log.inclusionProof(cooperative, index),
  'log.consistencyProof': (service, { cooperative, from, to }) =>
    service.log.consistencyProof(cooperative, from, to),
  'log.tile': (service, query) => service.log.tile(query),
  'log.leaves': (service, query) => service.log.leaves(query),
  'log.logs': (service, { after, first }) => service.log.logs(after, first),
  'log.locate': (service, { entryId }) => service.log.locate(entryId),
  'log.verifierKey': (service, { cooperative }) => service.log.verifierKey(cooperative),
  sdl: (service) => service.sdl(),
  greet: async (service, _, { caller, keys }) => signServiceToken(keys, service.name, caller),
};

const NAMES = Object.keys(PROCEDURES) as ProcedureName[];

/** @throws ZodError for an input of another form. */
function answerTo<Name extends ProcedureName>(
  name: Name,
  service: RunningService,
  given: unknown,
  asked: Asked,
): Promise<AnswerOf<Name>> {
  return ANSWERS[name](service, PROCEDURES[name].input.parse(given) as InputOf<Name>, asked);
}

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
  const calls = NAMES.map((name): Route => ({
    method: 'POST',
    path: `/procedures/${name}`,
    bodyBytesMax: CALL_BYTES_MAX,
    async handle({ headers, body }) {
      try {
        const token = headers.authorization?.replace(/^Bearer /, '');
        const caller = verifyServiceToken(keys, token, service.name, PROCEDURES[name].callers);
        const answer = await traced(
          () => ({
            name: `${service.name} ${name}`,
            kind: 'server',
            headers,
            onlyWithin: true,
            attributes: { 'cooperative.service': service.name, 'cooperative.caller': caller },
          }),
          () => answerTo(name, service, readCall(body), { caller, keys }),
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
