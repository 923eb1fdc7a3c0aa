import { own } from '../own.js';
import type { Renaming } from '../plan/steps.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { isObject } from './tuple.js';

const ON = '... on ';

/** Gives keys of an answer back the names that the planner took from them to avoid a conflict. */
export function applyRenamings(renamings: readonly Renaming[], answer: unknown, types: TypeFacts): void {
  for (const { path, to } of renamings) rename(answer, path, to, types);
}

/** The path of an error in an answer as its keys are after `applyRenamings`. */
export function renamedPath(
  renamings: readonly Renaming[],
  path: readonly (string | number)[],
): readonly (string | number)[] {
  return renamings.reduce<readonly (string | number)[]>((renamed, { path: keys, to }) => {
    const wanted = keys.filter((key) => !key.startsWith(ON));
    let depth = 0;
    for (const [index, key] of renamed.entries()) {
      if (typeof key === 'number') continue;
      if (key !== wanted[depth]) return renamed;
      depth += 1;
      if (depth === wanted.length) return renamed.with(index, to);
    }
    return renamed;
  }, path);
}

function rename(value: unknown, [first, ...rest]: readonly string[], to: string, types: TypeFacts): void {
  if (Array.isArray(value)) return value.forEach((item) => rename(item, [first!, ...rest], to, types));
  if (!isObject(value) || first === undefined) return;
  if (first.startsWith(ON)) {
    const name = value.__typename;
    if (typeof name !== 'string' || types.meetsAsInterface(name, first.slice(ON.length)))
      rename(value, rest, to, types);
  } else if (rest.length > 0) {
    rename(own(value, first), rest, to, types);
  } else if (own(value, first) !== undefined) {
    value[to] = value[first];
    delete value[first];
  }
}
