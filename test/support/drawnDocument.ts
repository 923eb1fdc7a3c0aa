import { getNamedType, isLeafType, isObjectType, isRequiredArgument, isUnionType } from 'graphql';
import type { GraphQLField, GraphQLNamedType, GraphQLObjectType, GraphQLSchema } from 'graphql';

/** A field that a document asks for, with what it asks for below. */
export interface Asked {
  readonly parent: string;
  readonly field: GraphQLField<unknown, unknown>;
  /** By type of the object below; empty for a leaf. */
  readonly below: ReadonlyMap<string, readonly Asked[]>;
}

/** Which of the fields of a type are asked for, so far below the root. */
export type Choose = (
  fields: readonly GraphQLField<unknown, unknown>[],
  path: readonly GraphQLObjectType[],
) => readonly GraphQLField<unknown, unknown>[];

/** Draws what is asked for of a root field; undefined if nothing below it was chosen. */
export function drawRoot(schema: GraphQLSchema, name: string, choose: Choose): Asked | undefined {
  const query = schema.getQueryType()!;
  return drawn(query, query.getFields()[name]!, [query], choose);
}

function drawn(
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  path: readonly GraphQLObjectType[],
  choose: Choose,
): Asked | undefined {
  const named = getNamedType(field.type);
  if (isLeafType(named)) return { parent: parent.name, field, below: new Map() };
  const below = new Map<string, readonly Asked[]>();
  for (const type of objectsOf(named)) {
    const offered = Object.values(type.getFields()).filter(
      ({ args }) => !args.some((argument) => argument.name !== 'first' && isRequiredArgument(argument)),
    );
    const asked = choose(offered, [...path, type])
      .map((one) => drawn(type, one, [...path, type], choose))
      .filter((one) => one !== undefined);
    if (asked.length > 0) below.set(type.name, asked);
  }
  return below.size > 0 ? { parent: parent.name, field, below } : undefined;
}

function objectsOf(type: GraphQLNamedType): readonly GraphQLObjectType[] {
  if (isUnionType(type)) return type.getTypes();
  return isObjectType(type) ? [type] : [];
}

/** @param head - the field with its arguments and alias, where it has any. */
export function textOf({ field, below }: Asked, head = headOf(field)): string {
  if (below.size === 0) return head;
  const parts = [...below].map(
    ([type, asked]) => `... on ${type} { ${asked.map((one) => textOf(one)).join(' ')} }`,
  );
  return `${head} { __typename ${parts.join(' ')} }`;
}

/** Pages of two. */
function headOf({ name, args }: GraphQLField<unknown, unknown>): string {
  return args.some((argument) => argument.name === 'first') ? `${name}(first: 2)` : name;
}
