import { createHash } from 'node:crypto';
import { Kind, parse } from 'graphql';
import type { SelectionSetNode } from 'graphql';

/**
 * What an operation is to a planner: its fields and type conditions. Names that the client made up, values, and the
 * order of fields are left out, so that whoever changes these has the same operation still.
 */
export function shapeOf(operation: string): string {
  const hash = createHash('sha256');
  for (const definition of parse(operation, { noLocation: true }).definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) hash.update(definition.operation);
    if (definition.kind === Kind.FRAGMENT_DEFINITION) {
      hash.update(`${definition.name.value} on ${definition.typeCondition.name.value}`);
    }
    if ('selectionSet' in definition) hash.update(textOf(definition.selectionSet));
  }
  return hash.digest('base64');
}

function textOf({ selections }: SelectionSetNode): string {
  const texts = selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return `...${selection.name.value}`;
    const below = selection.selectionSet ? textOf(selection.selectionSet) : '';
    if (selection.kind === Kind.FIELD) return selection.name.value + below;
    return `... on ${selection.typeCondition?.name.value ?? ''}${below}`;
  });
  return `{${texts.sort().join(' ')}}`;
}
