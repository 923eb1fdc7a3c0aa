import type { QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { cachingOf } from './caching.js';
import type { StepCaching } from './caching.js';
import { collectorFor } from './collector.js';
import type { Collector } from './collector.js';
import { gatherFor, hangFor } from './gathering.js';
import type { Gather, Hang } from './gathering.js';
import { Position } from './position.js';
import { RepresentationWriter } from './representationWriter.js';
import type { Step } from './steps.js';
import { stepsOf } from './steps.js';
import type { CachingFacts } from '../planner/cachingFacts.js';
import type { TypeFacts } from './typeFacts.js';

/** A step made ready to run. */
export interface CompiledStep {
  readonly step: Step;
  readonly position: Position;
  /** The steps whose answers it needs; it begins as soon as these are there, whatever the others do. */
  readonly needs: readonly number[];
  /** The same for steps that ask one subgraph the same of different objects. */
  readonly shape: string;
  /** Whether no other step is of its shape. */
  readonly isAlone: boolean;
  /** Finds the objects that a step asking the root hangs its answer under, if it is not the root. */
  readonly collect: Collector;
  /** Undefined for a step that asks the root. */
  readonly gather: Gather | undefined;
  readonly representations: RepresentationWriter | undefined;
  readonly hang: Hang;
  /** Whether another step asks the root the same. */
  readonly isShared: boolean;
  /** Undefined for a step whose answer depends on who asks, or on when. */
  readonly caching: StepCaching | undefined;
}

/** Whose declarations of what is public count. */
export interface Publicity {
  readonly subgraphs: ReadonlySet<string>;
  readonly facts: CachingFacts;
}

export interface CompiledPlan {
  readonly steps: readonly CompiledStep[];
  /** By step: those that need it. */
  readonly dependents: readonly (readonly number[])[];
  readonly root: Position;
  /** The first step is the source of events. */
  readonly isSubscription: boolean;
  /** Seconds for which all of the answer is the same for everybody; undefined where one step's is not. */
  readonly maxAgeSeconds: number | undefined;
}

/** Turns a plan into steps that know, once for all runs, what they wait for, where their objects are and what to send. */
export function compilePlan(plan: QueryPlan, types: TypeFacts, publicity?: Publicity): CompiledPlan {
  const steps = stepsOf(plan);
  const root = Position.root(steps);
  const isMutation = steps[0]?.kind === 'mutation';
  // What was got before a mutation does not hold after it.
  const shapeOf = (step: Step): string =>
    `${isMutation ? lastMutation(steps, step) : ''}${step.subgraph}\n${step.query}`;
  const isSubscription = plan.node?.kind === 'Subscription';
  const compiled = steps.map((step): CompiledStep => {
    const position = step.path.reduce((at, key) => at.child(key), root);
    const shape = shapeOf(step);
    const representations = step.requires && new RepresentationWriter(step, position, types);
    return {
      step,
      position,
      needs: isMutation ? [...step.before] : needsOf(step, root, position),
      shape,
      isAlone: steps.every((other) => other === step || shapeOf(other) !== shape),
      collect: collectorFor(root, step.path),
      gather: representations && gatherFor(root, step, position, types, representations),
      representations,
      hang: hangFor(step),
      isShared: steps.some((other) => askTheSame(other, step)),
      caching:
        publicity?.subgraphs.has(step.subgraph) && !isMutation && !isSubscription
          ? cachingOf(step, types.schema, publicity.facts)
          : undefined,
    };
  });
  const dependents = compiled.map(({ step }) =>
    compiled.filter(({ needs }) => needs.includes(step.index)).map((one) => one.step.index),
  );
  return { steps: compiled, dependents, root, isSubscription, maxAgeSeconds: smallestAge(compiled) };
}

function smallestAge(steps: readonly CompiledStep[]): number | undefined {
  const ages = steps.map(({ caching }) => caching?.maxAgeSeconds ?? 0);
  const smallest = Math.min(...ages);
  return ages.length > 0 && smallest > 0 ? smallest : undefined;
}

function askTheSame(a: Step, b: Step): boolean {
  if (a === b || a.requires || b.requires || a.kind !== 'query' || b.kind !== 'query') return false;
  return a.subgraph === b.subgraph && a.query === b.query;
}

function lastMutation(steps: readonly Step[], { before }: Step): number {
  return Math.max(-1, ...[...before].filter((index) => steps[index]?.kind === 'mutation'));
}

/** The earlier steps that hold something on the way to a step's objects, or of what it sends of them. */
function needsOf(step: Step, root: Position, position: Position): number[] {
  const needs = new Set<number>();
  const need = (at: Position, key: string): void => {
    at.sources.forEach(({ step: source }, index) => {
      if (step.before.has(source.index) && at.selectsAny(index, key)) needs.add(source.index);
    });
  };
  let at = root;
  for (const key of step.path) {
    need(at, key);
    at = at.child(key);
  }
  const required = (here: Position, selections: readonly QueryPlanSelectionNode[]): void => {
    for (const node of selections) {
      if (node.kind === 'InlineFragment') {
        required(here, node.selections);
        continue;
      }
      const key = node.alias ?? node.name;
      need(here, key);
      if (node.selections) required(here.child(key), node.selections);
    }
  };
  required(position, step.requires ?? []);
  return [...needs];
}
