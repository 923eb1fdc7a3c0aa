import { Kind } from 'graphql';
import type { GraphQLFormattedError, SelectionNode } from 'graphql';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import { ENGINE_ERRORS } from '../errors.js';
import { own } from '../own.js';
import type { TransportAnswer, SubgraphTransport } from '../transport/transport.js';
import type { CompiledPlan, CompiledStep } from '../plan/compile.js';
import type { Gather, Gathering } from '../plan/gathering.js';
import type { Frame } from '../plan/representationWriter.js';
import { IRREGULAR } from '../response/sink.js';
import { restoreValues } from '../spans/answerSpans.js';
import type { AnswerSpans } from '../spans/answerSpans.js';
import type { SpanPlan } from '../spans/spanPlan.js';
import { applyRenamings, renamedPath } from './renamings.js';
import type { TypeFacts } from '../plan/typeFacts.js';
import { Failure, FaultMap, faultOf } from './faults.js';
import type { Fault } from './faults.js';
import { EntityBatch, placeIn } from './entityBatch.js';
import { requestOf } from './request.js';
import type { Representations } from './request.js';
import { isObject } from './tuple.js';
import { FetchDeduplication } from './fetchDeduplication.js';

export type Transports<Context> = ReadonlyMap<string, SubgraphTransport<Context>>;

export interface QueryPlanExecutionOptions<Context> {
  plan: CompiledPlan;
  types: TypeFacts;
  transports: Transports<Context>;
  variables: Readonly<Record<string, unknown>>;
  /** Keys of the root: where one of them is null, so is the whole answer, and nothing more is to be done. */
  required: readonly string[];
  /** To run on spans of the answers, as long as these are regular. */
  spans?: SpanPlan | undefined;
  context: Context;
}

/** One run of a plan: asks subgraphs and hangs their answers where the plan says, never merging any. */
export class QueryPlanExecution<Context> {
  /** Holds the answers of the steps that ask the root, each under its step's slot. */
  readonly root: Record<string, unknown> = {};
  readonly entities: (readonly unknown[])[];
  readonly faults = new FaultMap();
  /** Whether a step failed, for all of its objects or for one. */
  hasFailed = false;
  /** What steps of one shape have asked for. */
  private readonly batches = new Map<string, EntityBatch[]>();
  private deduplication: FetchDeduplication | undefined;
  private isOver = false;
  /** Undefined once an answer had to be parsed. */
  private spans: SpanPlan | undefined;
  /** What was read so far. */
  private readonly read: AnswerSpans[] = [];

  constructor(private readonly options: QueryPlanExecutionOptions<Context>) {
    this.entities = options.plan.steps.map(() => []);
    this.spans = options.spans;
  }

  /** Resolves when every step has its answer or has failed; it never rejects for what a subgraph does. */
  all(done: readonly number[] = []): Promise<void> {
    const { steps, dependents } = this.options.plan;
    const [only] = steps;
    if (!only) return Promise.resolve();
    if (steps.length === 1 && done.length === 0) return this.step(only);
    const waiting = steps.map(({ needs }) => needs.length);
    return new Promise<void>((resolve, reject) => {
      let left = steps.length;
      const finish = (index: number): void => {
        left -= 1;
        for (const dependent of dependents[index]!) {
          waiting[dependent]! -= 1;
          if (waiting[dependent] === 0) start(dependent);
        }
        if (left === 0) resolve();
      };
      const start = (index: number): void => {
        this.step(steps[index]!).then(() => finish(index), reject);
      };
      for (const index of done) finish(index);
      for (const { needs, step } of steps)
        if (needs.length === 0 && !done.includes(step.index)) start(step.index);
    });
  }

  get beganOnSpans(): boolean {
    return this.options.spans !== undefined;
  }

  /** The writer for what was got, if all of it is spans. */
  get spanWriter(): SpanPlan['writer'] | undefined {
    return this.spans?.writer;
  }

  /** From now on, and for all that was read, objects hold values. */
  leaveSpans(): void {
    if (!this.spans) return;
    this.spans = undefined;
    this.read.splice(0).forEach(restoreValues);
  }

  /** Takes an answer that came by another way, such as an event's, as that of the step. */
  accept(compiled: CompiledStep, answer: TransportAnswer): void {
    this.hangAtRoot(compiled, this.readRoot(compiled, answer));
  }

  private async step(compiled: CompiledStep): Promise<void> {
    if (this.isOver) return;
    if (compiled.gather) return this.entityStep(compiled, compiled.gather);
    const objects: Record<string, unknown>[] = [];
    if (compiled.step.path.length > 0) {
      compiled.collect(this, (inherited) => objects.push(...inherited.filter(isObject)));
      if (objects.length === 0) return;
    }
    const answer = compiled.isShared ? await this.askOnce(compiled) : await this.ask(compiled);
    const result = this.readRoot(compiled, answer);
    if (compiled.step.path.length === 0) this.hangAtRoot(compiled, result);
    else for (const object of objects) object[compiled.step.slot] = result;
  }

  private hangAtRoot({ step }: CompiledStep, result: unknown): void {
    this.root[step.slot] = result;
    if (this.options.required.length === 0) return;
    const keys = this.options.required.filter((key) => step.selections.some((one) => keyOf(one) === key));
    this.isOver ||= keys.some((key) => (isObject(result) ? (own(result, key) ?? null) : null) === null);
  }

  private readRoot({ step }: CompiledStep, answer: TransportAnswer | Failure): unknown {
    if (answer instanceof Failure) return answer;
    const { data, errors = [] } = answer;
    if (!isObject(data)) {
      return this.fail(
        failedAsAWhole(errors).map((error) => faultOf(error, renamedPath(step.renamings, error.path ?? []))),
      );
    }
    applyRenamings(step.renamings, data, this.options.types);
    for (const error of errors) this.faults.place(data, error, renamedPath(step.renamings, error.path ?? []));
    return data;
  }

  private async entityStep(compiled: CompiledStep, gather: Gather): Promise<void> {
    const { step, hang } = compiled;
    const gathering = this.gatherSpans(step.index) ?? gather(this);
    const { texts, frame, lacking } = gathering;
    for (const { target, why } of lacking) target[step.slot] = why;
    if (texts.length === 0) return;
    const entities = compiled.isAlone
      ? this.entitiesFor(compiled, await this.ask(compiled, { texts, frame }), texts.length)
      : await this.sharedEntities(compiled, gathering);
    this.entities[step.index] = entities;
    hang(gathering, entities);
  }

  private gatherSpans(index: number): Gathering | undefined {
    try {
      return this.spans?.gathers[index]?.(this);
    } catch (error) {
      if (error !== IRREGULAR) throw error;
      this.leaveSpans();
      return undefined;
    }
  }

  /** Asks for what no step of the same shape has or is about to get. */
  private async sharedEntities(compiled: CompiledStep, gathering: Gathering): Promise<readonly unknown[]> {
    const { texts, frame } = gathering;
    const batches = this.batchesOf(compiled.shape, frame);
    const places = batches.length === 0 ? undefined : texts.map((text) => placeIn(batches, text));
    const asked = places ? texts.filter((_, index) => !places[index]) : texts;
    const own = new EntityBatch(asked, places ? undefined : gathering.byText);
    if (asked.length > 0) {
      own.coming = this.ask(compiled, { texts: asked, frame }).then((answer) => {
        own.entities = this.entitiesFor(compiled, answer, asked.length);
        own.coming = undefined;
      });
      batches.push(own);
    }
    const used = new Set([own, ...(places ?? []).flatMap((place) => (place ? [place.batch] : []))]);
    await Promise.all([...used].flatMap(({ coming }) => coming ?? []));
    if (!places) return own.entities;
    let next = 0;
    return places.map((place) => (place ? place.batch.entities[place.index] : own.entities[next++]));
  }

  /** One for each that was asked for; null where there is none. */
  private entitiesFor({ step }: CompiledStep, answer: TransportAnswer | Failure, count: number): unknown[] {
    const results = answer instanceof Failure ? answer : this.entitiesIn(step, answer, count);
    return results instanceof Failure ? new Array<Failure>(count).fill(results) : results;
  }

  private entitiesIn(
    { renamings }: CompiledStep['step'],
    { data, errors = [] }: TransportAnswer,
    count: number,
  ): unknown[] | Failure {
    const given = isObject(data) ? data._entities : undefined;
    if (!Array.isArray(given)) return this.fail(failedAsAWhole(errors).map((error) => faultOf(error)));
    if (given.length !== count) return this.fail([answerInvalid()]);
    const entities = given as unknown[];
    applyRenamings(renamings, entities, this.options.types);
    for (let index = 0; index < count; index++) {
      const entity = entities[index];
      if (entity === undefined) entities[index] = null;
      else if (!isEntity(entity)) entities[index] = this.fail([answerInvalid()]);
    }
    for (const error of errors) {
      const [, index, ...below] = error.path ?? [];
      const path = renamedPath(renamings, below);
      const entity = typeof index === 'number' ? entities[index] : undefined;
      if (typeof index !== 'number' || index >= count) this.faults.unplaced.push(faultOf(error));
      else if (entity instanceof Failure)
        entities[index] = this.fail([...entity.faults, faultOf(error, path)]);
      else if (isObject(entity)) this.faults.place(entity, error, path);
      else entities[index] = this.fail([faultOf(error, path)]);
    }
    return entities;
  }

  private askOnce(compiled: CompiledStep): Promise<TransportAnswer | Failure> {
    this.deduplication ??= new FetchDeduplication((twin) => this.ask(twin));
    return this.deduplication.once(compiled);
  }

  private async ask(
    { step, caching }: CompiledStep,
    representations?: Representations,
  ): Promise<TransportAnswer | Failure> {
    const link = this.options.transports.get(step.subgraph);
    try {
      if (!link)
        throw ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(
          'A service that owns part of this answer is not known.',
        );
      const readSpans = this.spans?.readers[step.index];
      const request = requestOf(step, this.options.variables, representations, caching, readSpans);
      return this.received(await link.send(request, this.options.context));
    } catch (error) {
      const { message, code, retry, facts } =
        error instanceof DomainError
          ? error
          : ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(
              'A service that owns part of this answer cannot be reached.',
            );
      return this.fail([{ message, extensions: { ...facts, code, retry }, below: [] }]);
    }
  }

  private received(answer: TransportAnswer): TransportAnswer {
    const { spans } = answer;
    if (!spans) this.leaveSpans();
    else if (this.spans) this.read.push(spans);
    else restoreValues(spans);
    return answer;
  }

  private fail(faults: readonly Fault[]): Failure {
    this.leaveSpans();
    this.hasFailed = true;
    return new Failure(faults);
  }

  /** @param frame - what stands around the texts by which entities are known. */
  private batchesOf(shape: string, frame: Frame | undefined): EntityBatch[] {
    const key = frame ? `${shape}\n${frame.before}${frame.after}` : shape;
    const known = this.batches.get(key) ?? [];
    this.batches.set(key, known);
    return known;
  }
}

function keyOf(node: SelectionNode): string | undefined {
  return node.kind === Kind.FIELD ? (node.alias ?? node.name).value : undefined;
}

function isEntity(value: unknown): boolean {
  return value === null || (isObject(value) && !Array.isArray(value));
}

function failedAsAWhole(errors: readonly GraphQLFormattedError[]): readonly GraphQLFormattedError[] {
  return errors.length > 0 ? errors : [answerInvalid()];
}

function answerInvalid() {
  const { code, retry } = COMMON.INTERNAL_SERVER_ERROR;
  return { message: 'A service gave an answer that is none.', extensions: { code, retry }, below: [] };
}
