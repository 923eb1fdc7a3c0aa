import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { LOG_SUBGRAPH } from '../log/logSubgraph.js';
import { LOG_SDL } from '../log/schema.js';
import { schemasOfServices } from '../services.js';
import { apolloComposer } from './compose.js';

/** What clients of this installation see, composed without starting anything. Takes a second. */
export async function composePublicSchema(): Promise<GraphQLSchema> {
  const schemas = [...(await schemasOfServices()), { name: LOG_SUBGRAPH, sdl: LOG_SDL }];
  return Supergraph.build(apolloComposer.compose(schemas)).apiSchema().toGraphQLJSSchema();
}
