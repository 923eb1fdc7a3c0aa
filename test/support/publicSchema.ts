import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { LOG_SDL } from '../../gateway/log/schema.js';
import { apolloComposer } from '../../gateway/supergraph/compose.js';
import { start as data } from '../../subgraphs/data/index.js';
import { start as governance } from '../../subgraphs/governance/index.js';
import { buildSubgraph } from '../../subgraphs/kit/schema/build.js';
import { start as membership } from '../../subgraphs/membership/index.js';
import { start as payouts } from '../../subgraphs/payouts/index.js';

/** What clients see, composed without starting anything. */
export async function composePublicSchema(): Promise<GraphQLSchema> {
  const services = { membership, governance, data, payouts };
  const schemas = [{ name: 'log', sdl: LOG_SDL }];
  for (const [name, { schema }] of Object.entries(services)) {
    schemas.push({ name, sdl: (await buildSubgraph(schema)).sdl });
  }
  return Supergraph.build(apolloComposer.compose(schemas)).apiSchema().toGraphQLJSSchema();
}
