import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import type { GatewayInterface } from '@apollo/server-gateway-interface';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { InMemoryLRUCache } from '@apollo/utils.keyvaluecache';
import type { DocumentNode, GraphQLFormattedError } from 'graphql';
import type { Logger } from '../../subgraphs/kit/observability/logger.js';
import type { GatewayContext } from './context.js';
import { answerText } from '../engine/response/answer.js';

export interface GraphqlServerOptions {
  /** What executes. */
  gateway: GatewayInterface;
  plugin: ApolloServerPlugin<GatewayContext>;
  formatError: (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;
  /** Whether clients may see the schema. */
  introspection: boolean;
  tokensMax: number;
  errorsMax: number;
  documentCacheMib: number;
  logger: Logger;
}

const BYTES_PER_MIB = 2 ** 20;

/** Apollo Server as the interpreter of GraphQL over HTTP, with everything off that reports to others. */
export async function startGraphqlServer(
  options: GraphqlServerOptions,
): Promise<ApolloServer<GatewayContext>> {
  const server = new ApolloServer<GatewayContext>({
    gateway: options.gateway,
    stringifyResult: answerText,
    plugins: [
      options.plugin,
      ApolloServerPluginLandingPageDisabled(),
      // What may be kept is for the engine to say, and otherwise the door's word holds: nothing.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
    ],
    formatError: options.formatError,
    introspection: options.introspection,
    // The door does it, and knows a browser from another program.
    csrfPrevention: false,
    allowBatchedHttpRequests: false,
    // Documents registered by anybody would be a store that anybody fills.
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    parseOptions: { maxTokens: options.tokensMax },
    validationOptions: { maxErrors: options.errorsMax },
    documentStore: new InMemoryLRUCache<DocumentNode>({
      maxSize: options.documentCacheMib * BYTES_PER_MIB,
      sizeCalculation: (document) => (document.loc?.source.body.length ?? 1) * BYTES_PER_CHARACTER,
    }),
    stopOnTerminationSignals: false,
    logger: options.logger,
  });
  await server.start();
  return server;
}

/** Syntax nodes take about this many bytes for each character of the document. */
const BYTES_PER_CHARACTER = 50;
