import { Kind } from 'graphql';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';

/** A place in the answer, and how many fields of the document fill it. */
interface Place {
  fields: number;
  readonly below: Map<string, Place>;
}

/**
 * Counts the pairs of fields that fill the same place of the answer, which validation compares one by one, with all that
 * stands below them.
 *
 * Expands fragments: only for documents that were measured before, whose selections are few when expanded.
 */
export function countOverlaps(document: DocumentNode, operation: OperationDefinitionNode): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  let pairs = 0;

  function walk({ selections }: SelectionSetNode, places: Map<string, Place>): void {
    for (const selection of selections) {
      switch (selection.kind) {
        case Kind.FIELD: {
          const name = (selection.alias ?? selection.name).value;
          const place = places.get(name) ?? { fields: 0, below: new Map<string, Place>() };
          places.set(name, place);
          pairs += place.fields;
          place.fields += 1;
          if (selection.selectionSet) walk(selection.selectionSet, place.below);
          break;
        }
        case Kind.INLINE_FRAGMENT:
          walk(selection.selectionSet, places);
          break;
        case Kind.FRAGMENT_SPREAD: {
          const fragment = fragments.get(selection.name.value);
          if (fragment) walk(fragment.selectionSet, places);
        }
      }
    }
  }

  walk(operation.selectionSet, new Map());
  return pairs;
}
