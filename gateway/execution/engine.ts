import './quiet.js';
import { ApolloGateway } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { Logger } from '../../subgraphs/kit/wire/logger.js';
import type { GatewayContext } from './context.js';
import type { SubgraphClient } from './subgraphClient.js';

export interface EngineOptions {
  supergraphSdl: string;
  /** By subgraph name; one for each subgraph of the supergraph. */
  clients: ReadonlyMap<string, SubgraphClient>;
  planCacheMib: number;
  logger: Logger;
}

/** What plans and executes: the one seam to the federation engine. Apollo Server takes any of this form. */
export type Engine = ApolloServerOptionsWithGateway<GatewayContext>['gateway'];

export function createEngine({ supergraphSdl, clients, planCacheMib, logger }: EngineOptions): Engine {
  return new ApolloGateway({
    supergraphSdl,
    logger,
    experimental_approximateQueryPlanStoreMiB: planCacheMib,
    buildService({ name }) {
      const client = clients.get(name);
      if (!client) throw new Error(`the supergraph names a subgraph that there is no way to: ${name}`);
      return {
        process: ({ request: { query = '', variables, operationName }, context }) =>
          client.ask({ query, variables, operationName }, context as GatewayContext),
      };
    },
  });
}
