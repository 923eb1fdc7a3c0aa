import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper/resolverMap.js';
import { execute, parse, validate } from 'graphql';
import { parseExact, printExact } from '../../../subgraphs/kit/wire/exactJson.js';
import type {
  DocumentNode,
  GraphQLFieldResolver,
  GraphQLFormattedError,
  GraphQLSchema,
  GraphQLTypeResolver,
} from 'graphql';

/** A subgraph of a test's own invention. */
export interface Toy {
  readonly name: string;
  /** Without the link to the federation's specification, which every toy gets that is not of the first. */
  readonly typeDefs: string;
  /** Whether it is written for the first federation, which had no link. */
  readonly isFirst?: boolean;
  readonly resolvers?: GraphQLResolverMap<unknown>;
  readonly fieldResolver?: GraphQLFieldResolver<unknown, unknown>;
  readonly typeResolver?: GraphQLTypeResolver<unknown, unknown>;
}

export interface ToyRequest {
  readonly query: string;
  readonly variables: Record<string, unknown> | undefined;
  readonly operationName: string | undefined;
}

export interface ToyAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

export type ToyServer = (request: ToyRequest) => Promise<ToyAnswer>;

const DIRECTIVES = [
  '@composeDirective',
  '@external',
  '@inaccessible',
  '@interfaceObject',
  '@key',
  '@override',
  '@provides',
  '@requires',
  '@shareable',
  '@tag',
];

const LINK = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ${JSON.stringify(DIRECTIVES)})\n`;

export function documentOf(toy: Toy): DocumentNode {
  return parse((toy.isFirst ? '' : LINK) + toy.typeDefs);
}

/**
 * A subgraph's server as the specification describes it: what does not fit its schema is refused, and what leaves
 * it has been through JSON.
 */
export function serve(toy: Toy, typeDefs = documentOf(toy)): ToyServer {
  const schema = buildSubgraphSchema({ typeDefs, resolvers: toy.resolvers });
  const known = new Map<string, DocumentNode | ToyAnswer>();
  return async ({ query, variables, operationName }) => {
    let document = known.get(query);
    if (!document) known.set(query, (document = read(schema, query)));
    if (!('kind' in document)) return document;
    const answer = await execute({
      schema,
      document,
      variableValues: roundTrip(variables),
      operationName,
      fieldResolver: toy.fieldResolver,
      typeResolver: toy.typeResolver,
    });
    return roundTrip(answer);
  };
}

/** @returns the document, or the answer that refuses it. */
function read(schema: GraphQLSchema, query: string): DocumentNode | ToyAnswer {
  const document = parse(query);
  const errors = validate(schema, document);
  return errors.length === 0 ? document : { errors: errors.map((error) => error.toJSON()) };
}

export function roundTrip<T>(value: T): T {
  return value === undefined ? value : (parseExact(printExact(value)!) as T);
}
