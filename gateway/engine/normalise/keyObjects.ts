import { getNamedType, isCompositeType, isNonNullType, Kind, TypeMetaFieldDef } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLNamedType,
  GraphQLSchema,
  SelectionSetNode,
} from 'graphql';
import { definitionOf } from './definitionOf.js';

/**
 * The fields of a document that give objects within keys, and of which an error in what the client selects could null
 * the object. The key's own part is then selected beside the client's, or the key would be lost with it. A name is one
 * of these at every place or at none: a field may be written several times at one place.
 *
 * @param keyObjects - by the name of such a field: what every key selects of the object.
 */
export function nulledKeyObjects(
  schema: GraphQLSchema,
  document: DocumentNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keyObjects: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const found = new Set<string>();
  if (keyObjects.size === 0) return found;

  const typeOf = (on: string | undefined, parent: GraphQLNamedType | undefined) =>
    on === undefined ? parent : schema.getType(on);

  /** Whether a set selects something of the object itself that may not be null, but for what keys select. */
  const selectsNonNull = (
    parent: GraphQLNamedType | undefined,
    { selections }: SelectionSetNode,
    inKeys: readonly string[],
  ): boolean =>
    isCompositeType(parent) &&
    selections.some((node) => {
      if (node.kind === Kind.FIELD) {
        const definition = definitionOf(parent, node.name.value);
        if (!definition || definition === TypeMetaFieldDef || inKeys.includes(node.name.value)) return false;
        return isNonNullType(definition.type);
      }
      const fragment = node.kind === Kind.INLINE_FRAGMENT ? node : fragments.get(node.name.value);
      const on = typeOf(fragment?.typeCondition?.name.value, parent);
      return fragment !== undefined && selectsNonNull(on, fragment.selectionSet, inKeys);
    });

  const walk = (parent: GraphQLNamedType | undefined, { selections }: SelectionSetNode): void => {
    for (const node of selections) {
      // Fragments that are spread are walked by themselves.
      if (node.kind === Kind.FRAGMENT_SPREAD) continue;
      if (node.kind === Kind.INLINE_FRAGMENT) {
        walk(typeOf(node.typeCondition?.name.value, parent), node.selectionSet);
        continue;
      }
      const name = node.name.value;
      const definition = isCompositeType(parent) ? definitionOf(parent, name) : undefined;
      if (!definition || !node.selectionSet) continue;
      const type = getNamedType(definition.type);
      const inKeys = keyObjects.get(name);
      if (inKeys && selectsNonNull(type, node.selectionSet, inKeys)) found.add(name);
      walk(type, node.selectionSet);
    }
  };

  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      walk(schema.getRootType(definition.operation) ?? undefined, definition.selectionSet);
    } else if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      walk(schema.getType(definition.typeCondition.name.value), definition.selectionSet);
    }
  }
  return found;
}
