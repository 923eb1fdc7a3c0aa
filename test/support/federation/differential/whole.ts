import { Supergraph } from '@apollo/federation-internals';
import { buildASTSchema, execute, isListType, isNonNullType, Kind, parse, printSchema, visit } from 'graphql';
import type { DocumentNode, GraphQLOutputType, GraphQLResolveInfo, GraphQLSchema, TypeNode } from 'graphql';
import { roundTrip } from '../toySubgraph.js';
import { pathsOf } from './compare.js';
import type { Wanted } from './compare.js';
import { resolver, typeOf } from './federated.js';
import type { World } from './world.js';

export interface Whole {
  readonly schema: GraphQLSchema;
  answer(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Promise<Wanted>;
}

/** The same schema and the same world in one server that has never heard of subgraphs. */
export function wholeOf(supergraphSdl: string, world: World): Whole {
  const schema = Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
  let loose: GraphQLSchema | undefined;

  async function faultsOf(document: DocumentNode, variableValues: Readonly<Record<string, unknown>>) {
    const faults = new Set<string>();
    const resolve = resolver(world, { steps: 0 });
    const answer = await execute({
      schema: (loose ??= loosened(schema)),
      document,
      variableValues,
      typeResolver: typeOf,
      fieldResolver(source, given, context, info) {
        const value: unknown = resolve(source, given, context, info);
        for (const path of nullsIn(value, typeIn(schema, info), pathOf(info)))
          faults.add(JSON.stringify(path));
        return value;
      },
    });
    for (const path of pathsOf(roundTrip(answer))) faults.add(path);
    return faults;
  }

  return {
    schema,
    async answer(document, variableValues) {
      const fieldResolver = resolver(world, { steps: 0 });
      const given = { schema, document, variableValues, fieldResolver, typeResolver: typeOf };
      const answer = roundTrip(await execute(given)) as Wanted['answer'];
      const faults = answer.errors ? await faultsOf(document, variableValues) : new Set<string>();
      return { answer, faults };
    },
  };
}

/** The schema without its promises of presence, in which a fault spoils nothing around it. */
function loosened(schema: GraphQLSchema): GraphQLSchema {
  const nullable = (type: TypeNode): TypeNode => {
    const inner = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
    return inner.kind === Kind.LIST_TYPE ? { ...inner, type: nullable(inner.type) } : inner;
  };
  const document = visit(parse(printSchema(schema)), {
    FieldDefinition: (field) => ({ ...field, type: nullable(field.type) }),
  });
  return buildASTSchema(document, { assumeValid: true });
}

function typeIn(schema: GraphQLSchema, { parentType, fieldName }: GraphQLResolveInfo): GraphQLOutputType {
  const type = schema.getType(parentType.name);
  if (!type || !('getFields' in type)) throw new Error(`${parentType.name} has no fields`);
  return type.getFields()[fieldName]!.type as GraphQLOutputType;
}

type Path = readonly (string | number)[];

function pathOf({ path }: GraphQLResolveInfo): Path {
  const keys: (string | number)[] = [];
  for (let at: typeof path | undefined = path; at; at = at.prev) keys.unshift(at.key);
  return keys;
}

/** The places of a value that are null against its type. */
function nullsIn(value: unknown, type: GraphQLOutputType, path: Path): Path[] {
  if (value === null || value === undefined) return isNonNullType(type) ? [path] : [];
  const inner = isNonNullType(type) ? (type.ofType as GraphQLOutputType) : type;
  if (!isListType(inner) || !Array.isArray(value)) return [];
  const itemType = inner.ofType as GraphQLOutputType;
  return value.flatMap((item, index) => nullsIn(item, itemType, [...path, index]));
}
