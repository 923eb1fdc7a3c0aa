import { builtTypeReference } from '@apollo/federation-internals';
import type { InputType, Schema } from '@apollo/federation-internals';
import { Kind, print } from 'graphql';
import type { DirectiveDefinitionNode, DirectiveLocation, DocumentNode } from 'graphql';
import { namedType } from './fieldSets.js';

/** Where directives may stand in operations. */
const EXECUTABLE = new Set([
  'QUERY',
  'MUTATION',
  'SUBSCRIPTION',
  'FIELD',
  'FRAGMENT_DEFINITION',
  'FRAGMENT_SPREAD',
  'INLINE_FRAGMENT',
  'VARIABLE_DEFINITION',
]);

/**
 * The directives of subgraphs' own that clients may write in operations and that a schema lacks: of a supergraph, what
 * clients see has those that all subgraphs define, and not those that came by `@composeDirective`.
 */
export function composedDirectives(schema: Schema, { definitions }: DocumentNode): DirectiveDefinitionNode[] {
  return definitions.filter(
    (one): one is DirectiveDefinitionNode =>
      one.kind === Kind.DIRECTIVE_DEFINITION &&
      !schema.directive(one.name.value) &&
      one.locations.some(({ value }) => EXECUTABLE.has(value)) &&
      (one.arguments ?? []).every(({ type }) => schema.type(namedType(type)) !== undefined),
  );
}

/** Makes a directive known to the planner, which hands it on to the subgraphs as the client wrote it. */
export function addDirective(schema: Schema, node: DirectiveDefinitionNode): void {
  const definition = schema.addDirectiveDefinition(node.name.value);
  definition.addLocations(...node.locations.map(({ value }) => value as DirectiveLocation));
  for (const { name, type } of node.arguments ?? []) {
    definition.addArgument(name.value, builtTypeReference(print(type), schema) as InputType);
  }
}
