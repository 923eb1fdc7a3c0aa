import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { LOG_SUBGRAPH } from '../log/logSubgraph.js';
import { LOG_SDL } from '../log/schema.js';
import { schemasOfServices } from '../services.js';
import { apolloComposer } from './compose.js';

/** The supergraph of this installation without any partner, composed without starting anything. Takes a second. */
export async function composeOwnSupergraph(): Promise<string> {
  return apolloComposer.compose([...(await schemasOfServices()), { name: LOG_SUBGRAPH, sdl: LOG_SDL }]);
}

/** What clients of this installation see. */
export async function composePublicSchema(): Promise<GraphQLSchema> {
  return Supergraph.build(await composeOwnSupergraph())
    .apiSchema()
    .toGraphQLJSSchema();
}
