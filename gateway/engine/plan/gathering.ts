import { generate } from '../generate.js';
import { Failure } from '../execute/faults.js';
import type { Fault, FaultMap } from '../execute/faults.js';
import { isObject, tupleAt, typenameOf } from '../execute/tuple.js';
import type { Tuple } from '../execute/tuple.js';
import { collectorFor, singleCollectorFor } from './collector.js';
import type { Found } from './collector.js';
import { LostKeys } from './lostKeys.js';
import type { Position } from './position.js';
import type { Frame, QuickWriter, RepresentationWriter } from './representationWriter.js';
import { RepresentationIndex } from './representationIndex.js';
import type { Step } from './steps.js';
import type { TypeFacts } from './typeFacts.js';

type Target = Record<string, unknown>;

/** Room is made for as many objects at first; more find theirs as they come. */
const EXPECTED_MAX = 4_096;

/** The objects that a step completes, and what it must ask for. */
export class Gathering {
  /** JSON texts of the representations to ask for, each once; without their frame where they have one. */
  readonly texts: string[] = [];
  readonly targets: Target[];
  /** By target: which of the representations is its own. */
  readonly indexes: number[];
  /** Of targets; the lists may have room for more. */
  count = 0;
  /** Objects that lack a value that would be sent, with why. */
  readonly lacking: { target: Target; why: Failure | null }[] = [];
  /** Which of the texts is which; undefined where nobody had to look for one. */
  byText: Map<string, number> | undefined;

  /**
   * @param expected - as many targets as there were the last time: lists that grow leave their smaller selves behind.
   * @param frame - what stands around each of the texts.
   */
  constructor(
    expected: number,
    readonly frame?: Frame,
  ) {
    this.targets = new Array<Target>(expected);
    this.indexes = new Array<number>(expected);
  }

  add(target: Target, index: number): void {
    this.targets[this.count] = target;
    this.indexes[this.count] = index;
    this.count += 1;
  }

  /** @returns the index of a representation. */
  indexOf(text: string): number {
    this.byText ??= new Map(this.texts.map((known, index) => [known, index]));
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const index = this.texts.push(text) - 1;
    this.byText.set(text, index);
    return index;
  }

  /** As `indexOf`, for a representation that nobody has found to be there by its values. */
  indexOfNew(text: string): number {
    return this.byText ? this.indexOf(text) : this.texts.push(text) - 1;
  }
}

export type Gather = (found: Found) => Gathering;

/** Makes what finds a step's objects and writes what is sent of them. */
export function gatherFor(
  root: Position,
  step: Step,
  position: Position,
  types: TypeFacts,
  representationWriter: RepresentationWriter,
): Gather {
  const lostKeys = new LostKeys(step, position, types);
  const lostIn = (tuple: Tuple, faults: FaultMap): readonly Fault[] => {
    const typename = faults.isEmpty ? undefined : typenameOf(tuple, (name) => types.isObject(name));
    return typename === undefined ? [] : lostKeys.of(tuple, typename, faults);
  };
  const add = (gathering: Gathering, inherited: Tuple, faults: FaultMap): void => {
    const tuple = tupleAt(position, inherited);
    const text = representationWriter.represent(tuple);
    if (text === undefined) return;
    const lost = lostIn(tuple, faults);
    const index = text === null || lost.length > 0 ? -1 : gathering.indexOf(text);
    for (const target of inherited) {
      if (!isObject(target)) continue;
      if (index >= 0) gathering.add(target, index);
      else gathering.lacking.push({ target, why: lost.length > 0 ? failureOf(lost) : failureIn(tuple) });
    }
  };
  const collectSingle = singleCollectorFor(root, step);
  const collect = collectorFor(root, step.path);
  const writerFor = (typename: string): QuickWriter | undefined =>
    representationWriter.quickWriterFor(typename);
  let expected = 0;
  return (found) => {
    const gathering = new Gathering(expected);
    if (collectSingle) {
      // A key may be lost where something failed, and only the long way looks for that.
      const short = found.faults.isEmpty ? new RepresentationIndex(writerFor) : undefined;
      collectSingle(found, (target) => {
        if (!short?.add(gathering, target)) add(gathering, [target], found.faults);
      });
    } else {
      collect(found, (inherited) => add(gathering, inherited, found.faults));
    }
    expected = Math.min(gathering.count, EXPECTED_MAX);
    return gathering;
  };
}

/**
 * As `gatherFor`, of objects that are spans.
 *
 * @param writer - of representations of the one type that these objects have.
 * @returns undefined where objects on the way have several sources. What it returns throws IRREGULAR for an object that
 *   lacks a value.
 */
export function gatherSpansFor(root: Position, step: Step, writer: QuickWriter): Gather | undefined {
  const collect = singleCollectorFor(root, step);
  if (!collect) return undefined;
  const { frame, read, text } = writer;
  let expected = 0;
  return (found) => {
    const gathering = new Gathering(expected, frame);
    const values: string[] = [];
    collect(found, (target) => {
      read(target, values);
      gathering.add(target, gathering.indexOf(frame ? values[0]! : text(values)));
    });
    expected = Math.min(gathering.count, EXPECTED_MAX);
    return gathering;
  };
}

/** Hangs answers under a step's slot: `entities` has one for each of the gathering's representations. */
export type Hang = (gathering: Gathering, entities: readonly unknown[]) => void;

export function hangFor({ slot }: Step): Hang {
  return generate<Hang>(
    'hang',
    `({ targets, indexes, count }, entities) => {for (let i = 0; i < count; i++) targets[i].${slot} = entities[indexes[i]];}`,
    {},
  );
}

/** What a step would have got of an object whose key failed. */
function failureOf(lost: readonly Fault[]): Failure {
  return new Failure(lost.map((fault) => ({ ...fault, below: [] })));
}

/** Why an object lacks what a step would send of it: the failure of an earlier step, or a null that stands. */
function failureIn(tuple: Tuple): Failure | null {
  return tuple.find((value): value is Failure => value instanceof Failure) ?? null;
}
