import { parse, validate } from 'graphql';
import { composeToys } from '../composeToys.js';
import type { Composed } from '../composeToys.js';
import type { ClientAnswer, FederationEngine } from '../federationEngine.js';
import { difference } from './compare.js';
import { drawModel } from './drawModel.js';
import { drawOperation } from './drawOperation.js';
import type { Operation } from './drawOperation.js';
import { toysOf } from './federated.js';
import type { Course } from './federated.js';
import type { Model } from './model.js';
import { wholeOf } from './whole.js';
import type { Whole } from './whole.js';
import { World } from './world.js';

export type CreateEngine = (composed: Composed) => Promise<FederationEngine>;

/** One model twice: in parts behind an engine, and whole. */
export interface Pair {
  readonly model: Model;
  readonly course: Course;
  readonly engine: FederationEngine;
  readonly whole: Whole;
}

export interface Failure {
  /** What draws this very schema and operation again. */
  readonly seed: string;
  readonly model: Model;
  readonly operation: Operation;
  readonly difference: string;
  readonly got: ClientAnswer;
  readonly wanted: ClientAnswer;
}

export interface Count {
  operations: number;
  schemas: number;
  /** Schemas that do not compose. */
  unfit: number;
  /** Operations that the validator refuses. */
  invalid: number;
}

/** @returns undefined if the model does not compose. */
export async function pairOf(model: Model, createEngine: CreateEngine): Promise<Pair | undefined> {
  const world = new World(model);
  const course: Course = { steps: 0 };
  let composed: Composed;
  try {
    composed = composeToys(toysOf(model, world, course));
  } catch {
    return undefined;
  }
  const whole = wholeOf(composed.supergraphSdl, world);
  return { model, course, engine: await createEngine(composed), whole };
}

/** @returns undefined if the engine answers as the whole does, or if the operation is none. */
export async function judge(
  { engine, whole, course }: Pair,
  { query, variables }: Operation,
): Promise<Pick<Failure, 'difference' | 'got' | 'wanted'> | 'invalid' | undefined> {
  const document = parse(query);
  if (validate(whole.schema, document).length > 0) return 'invalid';
  const wanted = await whole.answer(document, variables);
  // Refused before it began: which variables do not fit is tested elsewhere.
  if (!('data' in wanted.answer)) return 'invalid';
  course.steps = 0;
  engine.requests.length = 0;
  let got: ClientAnswer;
  try {
    got = await engine.execute({ query, variables });
  } catch (error) {
    return { difference: `threw ${String(error)}`, got: {}, wanted: wanted.answer };
  }
  const found = difference(got, wanted);
  return found === undefined ? undefined : { difference: found, got, wanted: wanted.answer };
}

export interface Trial {
  readonly seed: string;
  readonly operations: number;
  readonly operationsPerSchema: number;
  readonly createEngine: CreateEngine;
  /** @returns whether to go on. */
  readonly onFailure: (failure: Failure, pair: Pair) => Promise<boolean>;
}

/**
 * Draws schemas and operations until so many have been executed in both ways. A seed of three parts, as a failure
 * has it, draws that one operation.
 */
export async function runTrial(trial: Trial): Promise<Count> {
  const count: Count = { operations: 0, schemas: 0, unfit: 0, invalid: 0 };
  const [first = '', schema, operation] = trial.seed.split(':');
  for (let index = Number(schema ?? 0); count.operations < trial.operations; index++) {
    const seed = `${first}:${index}`;
    count.schemas += 1;
    const pair = await pairOf(drawModel(seed), trial.createEngine);
    if (!pair) {
      count.unfit += 1;
      continue;
    }
    const indexes = Array.from({ length: trial.operationsPerSchema }, (_, position) => position);
    const goesOn = await runPair(trial, pair, seed, operation ? [Number(operation)] : indexes, count);
    await pair.engine.stop();
    if (!goesOn || operation) break;
  }
  return count;
}

async function runPair(
  trial: Trial,
  pair: Pair,
  seed: string,
  indexes: readonly number[],
  count: Count,
): Promise<boolean> {
  for (const index of indexes) {
    const operation = drawOperation(pair.whole.schema, seed, index);
    const verdict = await judge(pair, operation);
    if (verdict === 'invalid') {
      count.invalid += 1;
      continue;
    }
    count.operations += 1;
    if (!verdict) continue;
    const failure = { seed: `${seed}:${index}`, model: pair.model, operation, ...verdict };
    if (!(await trial.onFailure(failure, pair))) return false;
  }
  return true;
}
