import { getNamedType, isInterfaceType, isIntrospectionType, isLeafType, isObjectType } from 'graphql';
import type { GraphQLOutputType, GraphQLSchema } from 'graphql';

/**
 * What two fields must have in common to stand under one key: their lists and promises, and of leaves the type. An
 * interface's field and that of a type behind it may give other objects, and are yet one field of one object.
 */
export function formOf(type: GraphQLOutputType): string {
  const named = getNamedType(type);
  return isLeafType(named) ? String(type) : String(type).replace(named.name, '');
}

export interface FieldNames {
  /** Begins no field's name. */
  prefix: string;
  /** Whether all fields of that name, of whatever type, give the same form. */
  isOfOneForm(name: string): boolean;
}

const known = new WeakMap<GraphQLSchema, FieldNames>();

export function fieldNamesOf(schema: GraphQLSchema): FieldNames {
  const names = known.get(schema) ?? readFieldNames(schema);
  known.set(schema, names);
  return names;
}

function readFieldNames(schema: GraphQLSchema): FieldNames {
  const forms = new Map<string, Set<string>>();
  for (const type of Object.values(schema.getTypeMap())) {
    if ((!isObjectType(type) && !isInterfaceType(type)) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      forms.set(field.name, (forms.get(field.name) ?? new Set()).add(formOf(field.type)));
    }
  }
  let prefix = '_k';
  while ([...forms.keys()].some((name) => name.startsWith(prefix))) prefix += '_';
  return { prefix, isOfOneForm: (name) => forms.get(name)?.size === 1 };
}
