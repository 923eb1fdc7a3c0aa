import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLField, GraphQLSchema } from 'graphql';

const ROOTS = {
  Query: 'What can be asked.',
  Mutation: 'What can be done. The fields of one operation are done one after the other.',
  Subscription: 'What can be followed: one answer now, and one after each change.',
} as const;

/**
 * Lets every argument say what it is: one that nobody described is as its input object or its enumeration says, and an
 * `id` is as the field `id` of what it finds. Root types say what they are for.
 *
 * @throws Error naming the arguments of which none of this can be said
 */
export function describeArguments(schema: GraphQLSchema): void {
  for (const [name, description] of Object.entries(ROOTS)) {
    const root = schema.getType(name);
    if (root) root.description ??= description;
  }
  const silent: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      for (const argument of field.args) {
        argument.description ??= saidOf(argument, field);
        if (!argument.description) silent.push(`${type.name}.${field.name}(${argument.name})`);
      }
    }
  }
  if (silent.length > 0) throw new Error(`nobody says what these are: ${silent.join(', ')}`);
}

function saidOf({ name, type }: GraphQLArgument, field: GraphQLField<unknown, unknown>): string | undefined {
  const named = getNamedType(type);
  if (isInputObjectType(named) || isEnumType(named)) return named.description ?? undefined;
  const found = getNamedType(field.type);
  if (name !== 'id' || !isObjectType(found)) return undefined;
  return found.getFields().id?.description ?? undefined;
}
