import { generate } from '../generate.js';
import { Failure } from '../run/faults.js';
import { isObject, tupleAt } from '../run/tuple.js';
import type { Tuple } from '../run/tuple.js';
import { collectorFor, singleCollectorFor } from './collector.js';
import type { Found } from './collector.js';
import type { Position } from './position.js';
import { Representer } from './represent.js';
import type { QuickWriter } from './represent.js';
import type { Step } from './step.js';
import type { TypeFacts } from './types.js';

type Target = Record<string, unknown>;

/** The objects that a step completes, and what it must ask for. */
class Gathering {
  /** JSON texts of the representations to ask for, each once. */
  readonly texts: string[] = [];
  readonly targets: Target[] = [];
  /** By target: which of the representations is its own. */
  readonly indexes: number[] = [];
  /** Objects that lack a value that would be sent, with why. */
  readonly lacking: { target: Target; why: Failure | null }[] = [];
  private readonly byText = new Map<string, number>();

  add(target: Target, index: number): void {
    this.targets.push(target);
    this.indexes.push(index);
  }

  /** @returns the index of a representation. */
  indexOf(text: string): number {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const index = this.texts.push(text) - 1;
    this.byText.set(text, index);
    return index;
  }
}

export type Gather = (found: Found) => Gathering;

/** Makes what finds a step's objects and writes what is sent of them. */
export function gatherFor(root: Position, step: Step, position: Position, types: TypeFacts): Gather {
  const representer = new Representer(step, position, types);
  const add = (gathering: Gathering, inherited: Tuple): void => {
    const tuple = tupleAt(position, inherited);
    const text = representer.represent(tuple);
    if (text === undefined) return;
    const index = text === null ? -1 : gathering.indexOf(text);
    for (const target of inherited) {
      if (!isObject(target)) continue;
      if (index >= 0) gathering.add(target, index);
      else gathering.lacking.push({ target, why: failureIn(tuple) });
    }
  };
  const collectSingle = singleCollectorFor(root, step);
  if (collectSingle) {
    return (found) => {
      const gathering = new Gathering();
      const short = new Shortcut(representer);
      collectSingle(found, (target) => {
        if (!short.add(gathering, target)) add(gathering, [target]);
      });
      return gathering;
    };
  }
  const collect = collectorFor(root, step.path);
  return (found) => {
    const gathering = new Gathering();
    collect(found, (inherited) => add(gathering, inherited));
    return gathering;
  };
}

/** The way for objects whose representations hold plain values only. */
class Shortcut {
  private typename: unknown;
  private writer: QuickWriter | undefined;
  private indexes = new Map<unknown, number>();
  private readonly byType = new Map<unknown, Map<unknown, number>>();

  constructor(private readonly representer: Representer) {}

  /** @returns false for an object that must be looked at in full. */
  add(gathering: Gathering, target: Target): boolean {
    if (target.__typename !== this.typename) this.turnTo(target.__typename);
    const { writer } = this;
    if (!writer) return false;
    // Where one value tells representations apart, only new ones are written.
    const value = writer.key?.(target);
    const isKey = typeof value === 'string' || typeof value === 'number';
    const known = isKey ? this.indexes.get(value) : undefined;
    if (known !== undefined) {
      gathering.add(target, known);
      return true;
    }
    const text = writer.text(target);
    if (text === undefined) return false;
    const index = gathering.indexOf(text);
    if (isKey) this.indexes.set(value, index);
    gathering.add(target, index);
    return true;
  }

  private turnTo(typename: unknown): void {
    this.typename = typename;
    this.writer = typeof typename === 'string' ? this.representer.quickWriterFor(typename) : undefined;
    this.indexes = this.byType.get(typename) ?? new Map<unknown, number>();
    this.byType.set(typename, this.indexes);
  }
}

/** Hangs answers under a step's slot: `entities` has one for each of the gathering's representations. */
export type Hang = (
  targets: readonly Target[],
  indexes: readonly number[],
  entities: readonly unknown[],
) => void;

export function hangFor({ slot }: Step): Hang {
  return generate<Hang>(
    `return (targets, indexes, entities) => {for (let i = 0; i < targets.length; i++) targets[i].${slot} = entities[indexes[i]];};`,
    {},
  );
}

/** Why an object lacks what a step would send of it: the failure of an earlier step, or a null that stands. */
function failureIn(tuple: Tuple): Failure | null {
  return tuple.find((value): value is Failure => value instanceof Failure) ?? null;
}
