import { own } from '../own.js';
import type { Position } from '../plan/position.js';

/** An object as its sources have it, in their order; what a source lacks is undefined, null or a failure. */
export type Tuple = readonly unknown[];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** Completes what the sources above hold of an object with what steps attached to it; the root holds nothing else. */
export function tupleAt(position: Position, inherited: Tuple): Tuple {
  const { sources } = position;
  if (position.isRoot) return sources.map(({ step }) => attachedTo(inherited, step.slot));
  if (sources.length === inherited.length) return inherited;
  const tuple = [...inherited];
  for (let index = inherited.length; index < sources.length; index++) {
    tuple.push(attachedTo(inherited, sources[index]!.step.slot));
  }
  return tuple;
}

/** A step attaches to each source that it knows of, and it may have known fewer than who reads. */
function attachedTo(inherited: Tuple, slot: string): unknown {
  for (const value of inherited) {
    const attached = isObject(value) ? value[slot] : undefined;
    if (attached !== undefined) return attached;
  }
  return undefined;
}

/** What the sources of an object hold under a key, for the sources of the position below. */
export function inheritedBelow(below: Position, tuple: Tuple, key: string): unknown[] {
  const values: unknown[] = [];
  for (const { within } of below.sources) {
    if (within === undefined) break;
    const holder = tuple[within];
    values.push(isObject(holder) ? own(holder, key) : undefined);
  }
  return values;
}

/** The items of lists that several sources hold, side by side; undefined if none of them is a list. */
export function itemsOf(values: Tuple): unknown[][] | undefined {
  const lists = values.map((value) => (Array.isArray(value) ? (value as unknown[]) : undefined));
  const first = lists.find((list) => list !== undefined);
  return first?.map((_, index) => lists.map((list) => list?.[index]));
}

/** What the first source that has something under a key has there. */
export function readKey(tuple: Tuple, key: string): unknown {
  let found: unknown;
  for (const holder of tuple) {
    if (!isObject(holder)) continue;
    const value = own(holder, key);
    if (value !== null && value !== undefined) return value;
    if (value === null) found = null;
  }
  return found;
}

/** The type of an object, as the source says that knows best: one may know but the interface. */
export function typenameOf(tuple: Tuple, isObjectType: (name: string) => boolean): string | undefined {
  let told: string | undefined;
  for (let index = tuple.length - 1; index >= 0; index--) {
    const holder = tuple[index];
    const name = isObject(holder) ? holder.__typename : undefined;
    if (typeof name !== 'string') continue;
    if (isObjectType(name)) return name;
    told = name;
  }
  return told;
}
