import type { Renaming } from '../plan/step.js';
import type { TypeFacts } from '../plan/types.js';
import { isObject } from './tuple.js';

const ON = '... on ';

/** Gives keys of an answer back the names that the planner took from them to avoid a conflict. */
export function applyRenamings(renamings: readonly Renaming[], answer: unknown, types: TypeFacts): void {
  for (const { path, to } of renamings) rename(answer, path, to, types);
}

function rename(value: unknown, [first, ...rest]: readonly string[], to: string, types: TypeFacts): void {
  if (Array.isArray(value)) return value.forEach((item) => rename(item, [first!, ...rest], to, types));
  if (!isObject(value) || first === undefined) return;
  if (first.startsWith(ON)) {
    const name = value.__typename;
    if (typeof name !== 'string' || types.meetsAsInterface(name, first.slice(ON.length)))
      rename(value, rest, to, types);
  } else if (rest.length > 0) {
    rename(value[first], rest, to, types);
  } else if (value[first] !== undefined) {
    value[to] = value[first];
    delete value[first];
  }
}
