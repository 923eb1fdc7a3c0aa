import { execute, OperationTypeNode } from 'graphql';
import type { GraphQLFormattedError, GraphQLSchema } from 'graphql';
import { formatError } from '../errors/format.js';
import { COMMON } from '../errors/table.js';
import type { PassportClaims } from '../identity/passport.js';
import type { Viewer } from '../identity/viewer.js';
import { createLoaders } from '../loaders/loaders.js';
import { requirePlainVariables } from '../wire/plainText.js';
import { collectChanges } from '../store/changes.js';
import { GUESTS } from '../store/fairGate.js';
import type { RequestContext } from './context.js';
import { executableVariables } from '../wire/exactVariables.js';
import type { Logger } from '../observability/logger.js';
import { kindOf } from './prepare.js';
import type { Pause } from '../http/pause.js';
import type { Prepared } from './prepare.js';
import { traced } from '../tracing/tracing.js';
import type { Span } from '../tracing/span.js';
import { TimeLeft } from '../wire/timeLeft.js';
import type { SubgraphAnswer, SubgraphRequest } from '../wire/transport.js';

export interface ExecutorOptions {
  /** The name of the service. */
  name: string;
  schema: GraphQLSchema;
  prepare(query: string): Prepared;
  services: unknown;
  logger: Logger;
  /** @throws PASSPORT_INVALID */
  claimsOf(request: SubgraphRequest): PassportClaims;
  viewerOf(claims: PassportClaims): Viewer;
  /** @throws PASSPORT_REPLAYED when that passport has admitted a mutation before. */
  spend(claims: PassportClaims): Promise<void>;
  /** @throws BAD_USER_INPUT, PROJECTION_BEHIND when the projections do not reach the passport's entries within `leftMs`. */
  catchUp(claims: PassportClaims, leftMs: number, pause?: Pause): Promise<void>;
}

/** The door of a subgraph: everything that reaches its resolvers passes here, whichever way it came. */
export function createExecutor(
  options: ExecutorOptions,
): (request: SubgraphRequest) => Promise<SubgraphAnswer> {
  return (request) =>
    traced(
      () => ({
        name: options.name,
        kind: 'server',
        headers: request.headers,
        attributes: { 'cooperative.service': options.name },
      }),
      async (span) => {
        const answer = await run(request, span);
        const code: unknown = answer.errors?.[0]?.extensions?.code;
        if (typeof code === 'string') span?.failed(code);
        return answer;
      },
    );

  async function run(request: SubgraphRequest, span: Span | undefined): Promise<SubgraphAnswer> {
    const requestId = request.headers['request-id'] ?? 'none';
    const format = (error: unknown): GraphQLFormattedError =>
      formatError(error, {
        requestId,
        log: (whole) => options.logger.error({ err: whole, requestId }, 'a request failed'),
      });
    try {
      const time = new TimeLeft(request.headers['timeout-ms']);
      const claims = options.claimsOf(request);
      const { document, errors } = options.prepare(request.query);
      if (errors.length > 0) return { errors: errors.map(format) };
      requirePlainVariables(request.variables ?? {});
      time.require();
      const kind = kindOf(document, request.operationName);
      span?.add({ 'graphql.operation.type': kind });
      if (kind === OperationTypeNode.SUBSCRIPTION) {
        throw COMMON.BAD_USER_INPUT.raise('A subscription needs a connection that stays open.');
      }
      if (kind === OperationTypeNode.MUTATION) await admitMutation(claims);
      if (claims.pos?.length) await options.catchUp(claims, time.ms(), request.pause);
      time.require();
      const contextValue: RequestContext = {
        viewer: options.viewerOf(claims),
        services: options.services,
        requestId,
        loader: createLoaders(),
      };
      const { result, positions } = await collectChanges(
        { caller: claims.sub ?? GUESTS, leftMs: () => time.ms() },
        async () =>
          execute({
            schema: options.schema,
            document,
            contextValue,
            variableValues: executableVariables(options.schema, document, request),
            operationName: request.operationName,
          }),
      );
      const journalPosition = positions.at(-1);
      return {
        data: result.data,
        ...(result.errors && { errors: result.errors.map(format) }),
        ...(journalPosition && { extensions: { journalPosition } }),
      };
    } catch (error) {
      return { errors: [format(error)] };
    }
  }

  async function admitMutation(claims: PassportClaims): Promise<void> {
    if (claims.bh === undefined) {
      throw COMMON.PASSPORT_INVALID.raise('A mutation takes a signed passport, which is spent.');
    }
    await options.spend(claims);
  }
}
