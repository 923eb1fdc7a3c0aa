import { getNamedType, Kind } from 'graphql';
import type { CompiledPlan, CompiledStep } from '../plan/compile.js';
import { gatherSpansFor } from '../plan/gathering.js';
import type { Gather } from '../plan/gathering.js';
import type { Position } from '../plan/position.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import type { ObjectShape } from '../response/shape.js';
import type { ReadSpans } from './answerSpans.js';
import { Layouts, Unfit } from './layout.js';
import type { ObjectLayout, Place } from './layout.js';
import { spanReaderFor } from './readerCode.js';
import { spanRepresentations } from './spanRepresentations.js';
import { SpanResponseWriter } from './spanResponseWriter.js';

/** What it takes to run a plan on spans of the subgraphs' answers, without parsing any. */
export interface SpanPlan {
  /** By step. */
  readonly readers: readonly ReadSpans[];
  /** By step; undefined for one that asks the root. */
  readonly gathers: readonly (Gather | undefined)[];
  readonly writer: SpanResponseWriter;
}

/**
 * @param shape - what the client sees.
 * @returns undefined for a plan that is run on parsed answers: one with types that are known from answers alone, with
 *   parts that are kept for others, or with mutations.
 */
export function spanPlanOf(plan: CompiledPlan, shape: ObjectShape, types: TypeFacts): SpanPlan | undefined {
  try {
    return makeSpanPlan(plan, shape, types);
  } catch (error) {
    if (error instanceof Unfit) return undefined;
    throw error;
  }
}

function makeSpanPlan({ steps, root }: CompiledPlan, shape: ObjectShape, types: TypeFacts): SpanPlan {
  for (const step of steps) requireFit(step);
  const layouts = new Layouts(
    steps.map(({ step }) => step),
    types,
  );
  const byShape = new Map<string, CompiledStep[]>();
  for (const step of steps) byShape.set(step.shape, [...(byShape.get(step.shape) ?? []), step]);
  const made = new Map<string, { layout: ObjectLayout; isEntities: boolean }>();
  // Steps of one shape get entities of one another, so one layout must do for all places.
  for (const [name, group] of byShape) {
    const { step } = group[0]!;
    const typename = typeOf(group[0]!, types);
    const places = group.flatMap((one, index) => placesOf(one, index, root, shape));
    const isEntities = step.requires !== undefined;
    made.set(name, { layout: layouts.object(step.selections, typename, places, isEntities), isEntities });
  }
  const gathers = steps.map((compiled) => {
    const { step, position, representations } = compiled;
    if (!representations) return undefined;
    const typename = typeAt(shape, step.path);
    const parts = typename === undefined ? undefined : representations.partsFor(typename);
    if (typename === undefined || !parts) throw new Unfit();
    const sent = representations.typenameFor(typename);
    const writer = spanRepresentations(parts, { position, typename, sent }, layouts, types);
    return gatherSpansFor(root, step, writer) ?? unfit();
  });
  const writer = new SpanResponseWriter(shape, layouts, types);
  // Last, when it is known what of the answers somebody wants to know.
  const readers = new Map(
    [...made].map(([name, { layout, isEntities }]) => [name, spanReaderFor(layout, isEntities)]),
  );
  return { readers: steps.map((step) => readers.get(step.shape)!), gathers, writer };
}

function requireFit({ step, isShared, caching }: CompiledStep): void {
  const isRoot = step.requires !== undefined || step.path.length === 0;
  if (step.kind !== 'query' || isShared || caching || step.renamings.length > 0 || !isRoot) unfit();
}

/** The one type of what a step selects of. */
function typeOf({ step: { requires, selections } }: CompiledStep, { schema }: TypeFacts): string {
  if (!requires) return schema.getQueryType()?.name ?? unfit();
  const [only, ...others] = selections;
  if (only?.kind !== Kind.INLINE_FRAGMENT || others.length > 0) return unfit();
  return only.typeCondition?.name.value ?? unfit();
}

function placesOf(
  { step, position }: CompiledStep,
  index: number,
  root: Position,
  shape: ObjectShape,
): Place[] {
  const source = position.sources.findIndex((one) => one.step === step && one.within === undefined);
  const at = position === root ? [shape] : shapesAt(shape, step.path);
  return (at.length > 0 ? at : [undefined]).map((one) => ({ position, source, shape: one, index }));
}

/** What the client sees at a path, through objects whose types are known beforehand. */
function shapesAt(shape: ObjectShape, [key, ...rest]: readonly string[]): ObjectShape[] {
  if (key === undefined) return [shape];
  if (!shape.isConcrete) return unfit();
  return shape
    .fieldsOf(shape.type.name)
    .flatMap((field) => (field.key === key && field.below ? shapesAt(field.below, rest) : []));
}

function typeAt(shape: ObjectShape, path: readonly string[]): string | undefined {
  const [found] = shapesAt(shape, path);
  return found?.isConcrete ? getNamedType(found.type).name : undefined;
}

function unfit(): never {
  throw new Unfit();
}
