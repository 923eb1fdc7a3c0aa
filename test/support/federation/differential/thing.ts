import { Kind } from 'graphql';
import type { SelectionSetNode } from 'graphql';

/** What a subgraph was told of an entity: its representation. */
export type Told = Readonly<Record<string, unknown>>;

/** An object of the world: an entity by its number, anything else by where it hangs. */
export interface Thing {
  readonly __typename: string;
  readonly key: string;
  /** Negative for what is no entity. */
  readonly index: number;
  readonly told?: Told;
}

export function entity(typeName: string, index: number, told?: Told): Thing {
  return { __typename: typeName, key: `${typeName}-${index}`, index, told };
}

/** The entity that an id names. */
export function entityById(id: string, told?: Told): Thing {
  const [typeName = '', index] = id.split('-');
  return entity(typeName, Number(index), told);
}

export function valueThing(typeName: string, key: string, index = -1): Thing {
  return { __typename: typeName, key, index };
}

/** Whether a representation has every field of a set. */
export function tells(told: Told, set: SelectionSetNode): boolean {
  return set.selections.every((selection) => {
    if (selection.kind !== Kind.FIELD) return false;
    const value = told[selection.name.value];
    if (value === undefined || value === null) return false;
    return !selection.selectionSet || tells(value as Told, selection.selectionSet);
  });
}

/**
 * The values that a representation has of a field set, in the set's order.
 *
 * @throws Error if one is missing: whoever asked left out what the field cannot be computed without.
 */
export function projectTold(told: Told, set: SelectionSetNode): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const selection of set.selections) {
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const wanted = selection.typeCondition?.name.value;
      if (told.__typename === undefined) throw new Error('nothing says which type a representation is of');
      if (told.__typename === wanted) Object.assign(values, projectTold(told, selection.selectionSet));
    } else if (selection.kind === Kind.FIELD) {
      const { name, selectionSet } = selection;
      const value = told[name.value];
      if (value === undefined)
        throw new Error(`a representation lacks ${name.value}: ${JSON.stringify(told)}`);
      values[name.value] = selectionSet
        ? eachObject(value, (one) => projectTold(one as Told, selectionSet))
        : value;
    }
  }
  return values;
}

/** Changes what lies in lists of lists, and leaves null as it is. */
export function eachObject(value: unknown, change: (one: unknown) => unknown): unknown {
  if (value === null || value === undefined) return null;
  return Array.isArray(value) ? value.map((one) => eachObject(one, change)) : change(value);
}
