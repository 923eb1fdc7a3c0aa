import { inheritedBelow, isObject, itemsOf, tupleAt } from '../run/tuple.js';
import type { Tuple } from '../run/tuple.js';
import { Position } from './position.js';
import type { Step } from './step.js';

/** What a run keeps, as far as finding objects needs it. */
export interface Found {
  readonly root: Record<string, unknown>;
  /** By step: the entities that it got, each once. */
  readonly entities: readonly (readonly unknown[])[];
}

/** Visits the objects at a position: the sources that it inherits, of each object. */
export type Collector = (found: Found, visit: (inherited: Tuple) => void) => void;

/**
 * Finds the objects that a step completes. Where each object on the way has one source, it follows property names,
 * and begins at the entities of the last step on the way, each once, however often they occur above.
 */
export function collectorFor(root: Position, step: Step): Collector {
  return chainTo(root, step) ?? walkTo(root, step.path);
}

function chainTo(root: Position, step: Step): Collector | undefined {
  let position = root;
  let start: number | undefined;
  let keys: string[] = [];
  for (const key of step.path) {
    const below = position.child(key);
    const before = below.sources.filter(
      (source) => source.within !== undefined && step.before.has(source.step.index),
    );
    const inherited = below.sources.filter(({ within }) => within !== undefined);
    const [source] = before;
    if (before.length !== 1 || inherited.length !== 1 || !source) return undefined;
    if (position.sources[source.within!]!.within === undefined) {
      if (source.step.requires) {
        start = source.step.index;
        keys = [];
      } else {
        keys.push(source.step.slot);
      }
    }
    keys.push(key);
    position = below;
  }
  return (found, visit) => {
    const descend = (value: unknown, depth: number): void => {
      if (Array.isArray(value)) {
        for (const item of value) descend(item, depth);
      } else if (isObject(value)) {
        if (depth === keys.length) visit([value]);
        else descend(value[keys[depth]!], depth + 1);
      }
    };
    if (start === undefined) descend(found.root, 0);
    else for (const entity of found.entities[start]!) descend(entity, 0);
  };
}

function walkTo(root: Position, path: readonly string[]): Collector {
  const positions = [root];
  for (const key of path) positions.push(positions.at(-1)!.child(key));
  return (found, visit) => {
    const descend = (inherited: Tuple, depth: number): void => {
      const items = itemsOf(inherited);
      if (items) return items.forEach((item) => descend(item, depth));
      if (!inherited.some(isObject)) return;
      if (depth === path.length) return visit(inherited);
      const tuple = tupleAt(positions[depth]!, inherited);
      descend(inheritedBelow(positions[depth + 1]!, tuple, path[depth]!), depth + 1);
    };
    descend([found.root], 0);
  };
}
