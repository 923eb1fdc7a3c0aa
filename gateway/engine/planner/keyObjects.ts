import { Kind } from 'graphql';
import type { DocumentNode, SelectionSetNode } from 'graphql';
import { textOf } from './joins.js';
import { fieldSet, isHolder } from './fieldSets.js';

/**
 * The fields that give objects within keys, as `org` in `@key(fields: "id org { id }")`: by name, what every such key
 * asks of the object.
 */
export function keyObjectsIn(document: DocumentNode): Record<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const node of selections) {
      if (node.kind === Kind.FRAGMENT_SPREAD || !node.selectionSet) continue;
      if (node.kind === Kind.FIELD) note(node.name.value, fieldsOf(node.selectionSet));
      collect(node.selectionSet);
    }
  };
  const note = (name: string, asked: ReadonlySet<string>): void => {
    const known = found.get(name);
    found.set(name, new Set([...asked].filter((one) => !known || known.has(one))));
  };
  for (const { directives = [] } of document.definitions.filter(isHolder)) {
    for (const directive of directives) {
      const key = directive.name.value === 'join__type' ? textOf(directive, 'key') : undefined;
      const set = key?.includes('{') ? fieldSet(key) : undefined;
      if (set) collect(set);
    }
  }
  return Object.fromEntries([...found].map(([name, asked]) => [name, [...asked]]));
}

function fieldsOf({ selections }: SelectionSetNode): Set<string> {
  return new Set(selections.flatMap((node) => (node.kind === Kind.FIELD ? [node.name.value] : [])));
}
