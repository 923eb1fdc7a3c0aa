import { GraphQLBoolean, Kind, valueFromAST } from 'graphql';
import type { DirectiveNode, DocumentNode, SelectionNode, SelectionSetNode } from 'graphql';

/** The variables that decide in a document whether a selection counts, sorted. */
export function conditionVariables(document: DocumentNode): string[] {
  const names = new Set<string>();
  const walk = (set: SelectionSetNode): void => {
    for (const selection of set.selections) {
      for (const { name, arguments: given } of selection.directives ?? []) {
        const value = given?.[0]?.value;
        if ((name.value === 'skip' || name.value === 'include') && value?.kind === Kind.VARIABLE) {
          names.add(value.name.value);
        }
      }
      if (selection.kind !== Kind.FRAGMENT_SPREAD && selection.selectionSet) walk(selection.selectionSet);
    }
  };
  for (const definition of document.definitions) {
    if ('selectionSet' in definition) walk(definition.selectionSet);
  }
  return [...names].sort();
}

/**
 * Whether a selection counts, by its `@skip` and `@include`.
 *
 * @param conditions - the values of the variables that these look at.
 */
export function isIncluded({ directives }: SelectionNode, conditions: ReadonlyMap<string, boolean>): boolean {
  return (directives ?? []).every((directive) => {
    if (!isCondition(directive)) return true;
    const value = directive.arguments?.[0]?.value;
    const decided =
      value?.kind === Kind.VARIABLE
        ? conditions.get(value.name.value)
        : value && valueFromAST(value, GraphQLBoolean);
    return directive.name.value === 'skip' ? decided !== true : decided !== false;
  });
}

export function isCondition({ name }: DirectiveNode): boolean {
  return name.value === 'skip' || name.value === 'include';
}
