import { isEnumType, isSpecifiedScalarType } from 'graphql';
import type { GraphQLLeafType } from 'graphql';

/**
 * JSON text of a leaf's value, as its type has it. What subgraphs say is read as strictly as what our own resolvers
 * would: a value of another type is no value.
 *
 * @throws Error when the value is none of the type.
 */
export function leafText(type: GraphQLLeafType, value: unknown): string {
  const isChecked = isEnumType(type) || isSpecifiedScalarType(type);
  const text = JSON.stringify(isChecked ? type.serialize(value) : value);
  if (text === undefined) throw new Error(`no value of ${type.name}`);
  return text;
}
