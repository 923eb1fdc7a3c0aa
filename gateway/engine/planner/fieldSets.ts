import { Kind, parse } from 'graphql';
import type {
  DocumentNode,
  InterfaceTypeDefinitionNode,
  ObjectTypeDefinitionNode,
  SelectionSetNode,
  TypeNode,
} from 'graphql';
import { textOf } from './joins.js';

export type Holder = ObjectTypeDefinitionNode | InterfaceTypeDefinitionNode;

export function isHolder(node: { kind: Kind }): node is Holder {
  return node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_DEFINITION;
}

export function namedType(type: TypeNode): string {
  return type.kind === Kind.NAMED_TYPE ? type.name.value : namedType(type.type);
}

export function fieldSet(text: string): SelectionSetNode | undefined {
  const [operation] = parse(`{${text}}`, { noLocation: true }).definitions;
  return operation?.kind === Kind.OPERATION_DEFINITION ? operation.selectionSet : undefined;
}

/** A field of a type in one subgraph, by the subgraph's own name. */
export function requirementId(subgraph: string, type: string, field: string): string {
  return `${subgraph}:${type}.${field}`;
}

/** The field sets of all `@requires`, by `requirementId`. */
export function requirementsIn(
  document: DocumentNode,
  subgraphOf: (graph: string) => string,
): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { name, fields = [] } of document.definitions.filter(isHolder)) {
    for (const field of fields) {
      for (const node of field.directives ?? []) {
        const text = textOf(node, 'requires');
        const graph = textOf(node, 'graph');
        if (text !== undefined && graph !== undefined)
          found[requirementId(subgraphOf(graph), name.value, field.name.value)] = text;
      }
    }
  }
  return found;
}
