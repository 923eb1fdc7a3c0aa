import { Supergraph } from '@apollo/federation-internals';
import type { GraphQLSchema } from 'graphql';
import { apolloComposer } from '../../../../gateway/supergraph/compose.js';

export const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@override", "@requires", "@provides", "@inaccessible", "@tag", "@interfaceObject", "@composeDirective"])';

/** A core with something of every kind that a partner could want to touch. */
export const CORE = [
  {
    name: 'membership',
    sdl: `${LINK}
      type Query { cooperative(id: ID!): Cooperative  members(order: MemberOrder): [Member!]! }
      type Mutation { join(input: JoinInput!): Member! }
      "A co-op."
      type Cooperative @key(fields: "id") @key(fields: "slug") { "Its id." id: ID!  slug: String!  name: String!  members: [Member!]! }
      type Member implements Person @key(fields: "id") { id: ID!  name: String!  did: Did!  joinedAt: DateTime }
      interface Person { id: ID!  name: String! }
      enum MemberOrder { NAME JOINED }
      input JoinInput { name: String!  order: MemberOrder }
      scalar Did
      scalar DateTime`,
  },
  {
    name: 'data',
    sdl: `${LINK}
      type Query { datasets: [Dataset!]!  search: [Found!]! }
      type Dataset @key(fields: "id") { id: ID!  title: String!  cooperative: Cooperative!  publishedAt: DateTime }
      type Cooperative @key(fields: "id") { id: ID!  datasets: [Dataset!]! }
      union Found = Dataset | Cooperative
      scalar DateTime`,
  },
];

export function composeWith(...more: { name: string; sdl: string }[]): {
  supergraphSdl: string;
  api: GraphQLSchema;
} {
  const supergraphSdl = apolloComposer.compose([...CORE, ...more]);
  return { supergraphSdl, api: Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema() };
}

/** The names that no partner may take. */
export const TAKEN: ReadonlySet<string> = new Set(Object.keys(composeWith().api.getTypeMap()));
