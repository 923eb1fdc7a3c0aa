import { ApolloServer } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { GatewayContext } from './requestContext.js';
import type { Engine } from '../engine/engine.js';

export interface ApolloServerOptions {
  engine: Engine<GatewayContext>;
  /** Hears of each schema before a request can meet it: of the first, and of every one that follows. */
  schemaChanged(schema: GraphQLSchema): void;
  /** Takes no more requests, and resolves when those in flight are answered. */
  drain(): Promise<void>;
  introspection: boolean;
  logger: Logger;
}

/**
 * Apollo Server as the owner of the schema and of the life cycle: it loads the engine as its gateway, tells of every
 * supergraph that the engine goes over to, and at a stop drains before it lets go. It reports to nobody, and
 * executes nothing: requests take the pipeline.
 */
export async function startApolloServer(options: ApolloServerOptions): Promise<ApolloServer<GatewayContext>> {
  const server = new ApolloServer<GatewayContext>({
    gateway: gatewayOf(options.engine),
    plugins: [
      {
        serverWillStart: () =>
          Promise.resolve({
            schemaDidLoadOrUpdate: ({ apiSchema }) => options.schemaChanged(apiSchema),
            drainServer: () => options.drain(),
          }),
      },
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
    introspection: options.introspection,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    logger: options.logger,
  });
  await server.start();
  return server;
}

/** The engine as Apollo Server takes a gateway. */
function gatewayOf(engine: Engine<GatewayContext>): GatewayInterface {
  type Listener = Parameters<GatewayInterface['onSchemaLoadOrUpdate']>[0];
  const listeners = new Set<Listener>();
  const tell = (apiSchema: GraphQLSchema, coreSupergraphSdl: string): void => {
    for (const listener of listeners) listener({ apiSchema, coreSupergraphSdl });
  };
  return {
    async load() {
      tell(engine.schema, engine.supergraphSdl);
      engine.onSupergraph(tell);
      return {
        executor: () => Promise.reject(new Error('requests take the pipeline')),
      };
    },
    onSchemaLoadOrUpdate(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => Promise.resolve(engine.stop()),
  };
}
