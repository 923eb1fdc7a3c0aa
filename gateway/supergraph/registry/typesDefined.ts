import {
  introspectionTypes,
  isTypeDefinitionNode,
  isTypeExtensionNode,
  parse,
  specifiedScalarTypes,
} from 'graphql';
import type { SubgraphSchema } from '../workshop/composition.js';

/** The names of all types that these subgraphs define, and of those that GraphQL itself does. */
export function typesDefined(parts: readonly SubgraphSchema[]): Set<string> {
  const names = new Set([...specifiedScalarTypes, ...introspectionTypes].map(({ name }) => name));
  for (const { sdl } of parts) {
    for (const node of parse(sdl, { noLocation: true }).definitions) {
      if (isTypeDefinitionNode(node) || isTypeExtensionNode(node)) names.add(node.name.value);
    }
  }
  return names;
}
