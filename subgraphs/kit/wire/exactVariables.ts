import {
  getOperationAST,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isScalarType,
  isSpecifiedScalarType,
  typeFromAST,
} from 'graphql';
import type { DocumentNode, GraphQLInputType, GraphQLLeafType, GraphQLSchema, TypeNode } from 'graphql';
import { holdsWritten, plainNumbers, WrittenNumber } from './exactJson.js';

/**
 * An operation's variables as graphql-js takes them: a number that a double would change is the number that the scalar
 * of the specification has, and is left as it was written where a scalar of the schema's own takes it.
 *
 * @returns the variables themselves where there is no such number.
 */
export function executableVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  {
    variables,
    operationName,
  }: { variables?: Record<string, unknown> | undefined; operationName?: string | undefined },
): Record<string, unknown> | undefined {
  if (!holdsWritten(variables)) return variables;
  const definitions = getOperationAST(document, operationName)?.variableDefinitions ?? [];
  const types = new Map<string, TypeNode>(
    definitions.map(({ variable, type }) => [variable.name.value, type]),
  );
  return mapOwn(variables!, (name, value) => {
    const node = types.get(name);
    const type = node && (typeFromAST(schema, node as never) as GraphQLInputType | undefined);
    return type ? taken(type, value) : plainNumbers(value);
  });
}

function taken(type: GraphQLInputType, value: unknown): unknown {
  if (isNonNullType(type)) return taken(type.ofType, value);
  if (isListType(type)) {
    return Array.isArray(value)
      ? value.map((item: unknown) => taken(type.ofType, item))
      : taken(type.ofType, value);
  }
  if (isLeafType(type)) return leaf(type, value);
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return value;
  const fields = type.getFields();
  return mapOwn(value as Record<string, unknown>, (name, one) => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined;
    return field ? taken(field.type, one) : plainNumbers(one);
  });
}

function leaf(type: GraphQLLeafType, value: unknown): unknown {
  if (isScalarType(type) && !isSpecifiedScalarType(type)) return value;
  const isId = type.name === 'ID' && value instanceof WrittenNumber && /^-?\d+$/.test(value.text);
  return isId ? value.text : plainNumbers(value);
}

/** Into an object that inherits nothing: a name such as `__proto__` is one like others. */
function mapOwn(
  record: Readonly<Record<string, unknown>>,
  map: (name: string, value: unknown) => unknown,
): Record<string, unknown> {
  const mapped = Object.create(null) as Record<string, unknown>;
  for (const [name, value] of Object.entries(record)) mapped[name] = map(name, value);
  return mapped;
}
