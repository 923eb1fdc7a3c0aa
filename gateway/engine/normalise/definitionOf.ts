import { isInterfaceType, isObjectType, SchemaMetaFieldDef, TypeMetaFieldDef } from 'graphql';
import type { GraphQLCompositeType, GraphQLField } from 'graphql';

/** The definition of a field, introspection's included. */
export function definitionOf(
  parent: GraphQLCompositeType,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}
