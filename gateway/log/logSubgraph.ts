import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { graphql, parse } from 'graphql';
import { formatError } from '../../subgraphs/kit/errors/format.js';
import { logQueryBody } from '../../subgraphs/kit/journal/logPort.js';
import type { LogQuery } from '../../subgraphs/kit/journal/logPort.js';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import { executableVariables } from '../../subgraphs/kit/wire/exactVariables.js';
import type { ServiceTransport } from '../../subgraphs/kit/wire/transport.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import { askerOf } from '../pipeline/requestContext.js';
import type { GatewayContext } from '../pipeline/requestContext.js';
import type { SubgraphTransport } from '../engine/transport/transport.js';
import type { PassportIssuer } from '../identity/passportIssuer.js';
import type { LogReads } from './logReads.js';
import { LOG_RESOLVERS } from './resolvers.js';
import type { LogContext } from './resolvers.js';
import { LOG_SDL } from './schema.js';

export const LOG_SUBGRAPH = 'log';

/** The subgraph that lives in the gateway itself: the four journals as one public record. */
export function createLogSubgraph(
  transports: readonly ServiceTransport[],
  passports: PassportIssuer,
  reads: LogReads,
  logger: Logger,
): { sdl: string; link: SubgraphTransport<GatewayContext> } {
  const resolvers = LOG_RESOLVERS as GraphQLResolverMap<unknown>;
  const schema = buildSubgraphSchema({ typeDefs: parse(LOG_SDL), resolvers });
  const logs = new Map(transports.map(({ name, log }) => [name, log]));
  const link: SubgraphTransport<GatewayContext> = {
    name: LOG_SUBGRAPH,
    async send(request, context) {
      const { identity, deadline } = context;
      const { requestId, viewer } = identity;
      const asker = { caller: askerOf(context), session: viewer?.sessionId ?? '' };
      const contextValue: LogContext = {
        read(service, what, ask) {
          const log = logs.get(service);
          if (!log) return Promise.reject(new Error(`there is no log of ${service}`));
          const withinMs = deadline - performance.now();
          return reads.ask({ ...asker, service, what, withinMs }, () => ask(log));
        },
        passportTo: (service: ServiceName, query: LogQuery) =>
          passports.issue(service, identity, logQueryBody(query)),
      };
      const { data, errors } = await graphql({
        schema,
        source: request.query,
        variableValues: executableVariables(schema, parse(request.query), {
          variables: request.variables(),
          operationName: request.operationName,
        }),
        operationName: request.operationName,
        contextValue,
      });
      const log = (error: unknown): void =>
        logger.error({ requestId, err: error }, 'the log subgraph failed');
      return { data, errors: errors?.map((error) => formatError(error, { requestId, log })) };
    },
  };
  return { sdl: LOG_SDL, link };
}
