import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { printSchemaWithDirectives } from '@graphql-tools/utils';
import { GraphQLObjectType, lexicographicSortSchema, parse, specifiedDirectives } from 'graphql';
import type { GraphQLSchema } from 'graphql';
import { buildSchema, createResolversMap } from 'type-graphql';
import type { NonEmptyArray, PubSub } from 'type-graphql';
import type { RequestContext } from '../service/context.js';
import { checkAccess } from './access.js';
import { CACHING_SDL } from '../wire/cachingSdl.js';
import { requirePublic } from './caching.js';
import { describeArguments } from './describeArguments.js';
import { DateTimeScalar } from './scalars.js';
import { promisedAgainstAccess, withholdRoots } from './withheld.js';

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@composeDirective"])`;

/** Finds an entity by the key that another subgraph holds; null for absent and foreign alike. */
export type ReferenceResolver = (
  reference: Record<string, unknown>,
  context: RequestContext<never>,
) => unknown;

export interface SchemaParts {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- type-graphql's own type for resolver classes
  resolvers: NonEmptyArray<Function>;
  /** By type name. */
  references: Record<string, ReferenceResolver>;
  // eslint-disable-next-line @typescript-eslint/no-unsafe-function-type -- as above: classes that no resolver names
  orphanedTypes?: Function[];
}

export interface Subgraph {
  schema: GraphQLSchema;
  /** What the gateway composes. */
  sdl: string;
}

/**
 * @throws Error naming each field that nobody classified, that is declared public against its classification, or that
 *   promises a value which may be refused; or each argument that says nothing of itself.
 */
export async function buildSubgraph(parts: SchemaParts): Promise<Subgraph> {
  const written = await buildSchema({
    resolvers: parts.resolvers,
    orphanedTypes: parts.orphanedTypes,
    scalarsMap: [{ type: Date, scalar: DateTimeScalar }],
    authChecker: checkAccess as never,
    pubSub: NO_PUB_SUB,
    validate: false,
    skipCheck: true,
    directives: [...specifiedDirectives],
  });
  requireClassified(written);
  requirePublic(written);
  withholdRoots(written);
  requireWithheld(written);
  describeArguments(written);
  const printed = printSchemaWithDirectives(lexicographicSortSchema(written));
  const sdl = `${LINK}\n${printed.includes('@cacheControl(') ? CACHING_SDL : ''}${printed}`;
  const resolvers = createResolversMap(written) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(parts.references)) {
    resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  }
  const schema = buildSubgraphSchema({
    typeDefs: parse(sdl),
    resolvers: resolvers as GraphQLResolverMap<unknown>,
  });
  return { schema, sdl };
}

/** Asked for wherever there are subscriptions; ours follow the journal. */
const NO_PUB_SUB: PubSub = {
  publish: () => undefined,
  subscribe() {
    throw new Error('a subscription says itself what it waits for');
  },
};

function requireClassified(schema: GraphQLSchema): void {
  const unclassified = Object.values(schema.getTypeMap())
    .filter(
      (type): type is GraphQLObjectType => type instanceof GraphQLObjectType && !type.name.startsWith('__'),
    )
    .flatMap((type) =>
      Object.values(type.getFields())
        .filter((field) => field.extensions.access === undefined)
        .map((field) => `${type.name}.${field.name}`),
    );
  if (unclassified.length > 0) throw new Error(`nobody classified who may read: ${unclassified.join(', ')}`);
}

function requireWithheld(schema: GraphQLSchema): void {
  const promised = promisedAgainstAccess(schema);
  if (promised.length > 0) throw new Error(`may be refused, so must be nullable: ${promised.join(', ')}`);
}
