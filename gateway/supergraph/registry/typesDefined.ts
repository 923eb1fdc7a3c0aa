import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  introspectionTypes,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  parse,
  specifiedScalarTypes,
} from 'graphql';
import type { SubgraphSchema } from '../../engine/planner/composition.js';

/**
 * The names of all types that these subgraphs define, and of those that GraphQL itself does. Between two subgraphs
 * others have their turn.
 */
export async function typesDefined(parts: readonly SubgraphSchema[]): Promise<Set<string>> {
  const names = new Set([...specifiedScalarTypes, ...introspectionTypes].map(({ name }) => name));
  for (const { sdl } of parts) {
    await nextTurn();
    for (const node of parse(sdl, { noLocation: true }).definitions) {
      if (isTypeDefinitionNode(node) || isTypeExtensionNode(node)) names.add(node.name.value);
    }
  }
  return names;
}
