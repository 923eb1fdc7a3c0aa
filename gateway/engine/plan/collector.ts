import { generate } from '../generate.js';
import { inheritedBelow, isObject, itemsOf, tupleAt } from '../execute/tuple.js';
import type { FaultMap } from '../execute/faults.js';
import type { Tuple } from '../execute/tuple.js';
import type { Position } from './position.js';
import type { Step } from './steps.js';

/** What a run keeps, as far as finding objects needs it. */
export interface Found {
  readonly root: Record<string, unknown>;
  /** By step: the entities that it got, each once. */
  readonly entities: readonly (readonly unknown[])[];
  readonly faults: FaultMap;
}

/** Visits the objects at a position that each have one source. */
export type SingleCollector = (found: Found, visit: (object: Record<string, unknown>) => void) => void;

/** Visits the objects at a position: the sources that it inherits, of each object. */
export type Collector = (found: Found, visit: (inherited: Tuple) => void) => void;

/**
 * Finds the objects that a step completes, where each object on the way has one source: follows property names, and
 * begins at the entities of the last step on the way, each once, however often they occur above.
 *
 * @returns undefined where objects on the way have several sources.
 */
export function singleCollectorFor(root: Position, step: Step): SingleCollector | undefined {
  let position = root;
  let start: number | undefined;
  let keys: string[] = [];
  for (const key of step.path) {
    const below = position.child(key);
    const inherited = below.sources.filter(({ within }) => within !== undefined);
    const [source] = inherited;
    if (inherited.length !== 1 || !source || !step.before.has(source.step.index)) return undefined;
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
  const descend = chain(keys);
  if (start === undefined) return (found, visit) => descend(found.root, visit);
  const from = start;
  return (found, visit) => {
    for (const entity of found.entities[from]!) descend(entity, visit);
  };
}

type Descend = (value: unknown, visit: (object: Record<string, unknown>) => void) => void;

/** Code that follows property names through objects and lists. */
function chain(keys: readonly string[]): Descend {
  const levels = [...keys, undefined].map((key, depth) => {
    const next = key === undefined ? 'visit(value)' : `d${depth + 1}(value.${key}, visit)`;
    return (
      `const d${depth} = (value, visit) => {` +
      `if (Array.isArray(value)) {for (let i = 0; i < value.length; i++) d${depth}(value[i], visit);}` +
      `else if (typeof value === 'object' && value !== null) ${next};};`
    );
  });
  return generate<Descend>('collect', 'd0', {}, levels.reverse().join(''));
}

/** Finds the objects that a step completes, whatever their sources. */
export function collectorFor(root: Position, path: readonly string[]): Collector {
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
