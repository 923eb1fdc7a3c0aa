import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { ERRORS } from '../../errors.js';
import type { Composition } from './composition.js';
import type { PlannerLimits, SupergraphFacts } from './planner.js';
import type { ResultMessage, Task, TaskMessage } from './thread.js';
import type { OpenPlanner, Trial, Workshop } from './workshop.js';

export interface ThreadedWorkshopOptions extends PlannerLimits {
  /** A plan that takes longer is given up, with the thread that makes it. */
  planTimeoutMs: number;
  /** Operations that may wait for their plan. */
  plansWaitingMax: number;
  /** Heap of a thread; an operation that needs more to be planned is given up. */
  heapMibMax: number;
}

/** Composing and opening are ours to ask, never a client's; a supergraph of 2,000 types takes some seconds. */
const OPEN_TIMEOUT_MS = 120_000;

/**
 * Composes and plans in threads of its own: one for each open supergraph, and one for each composition and trial. A thread
 * whose plan takes too long is ended and replaced, and whoever waited behind it is asked again of the new one.
 */
export function threadedWorkshop(options: ThreadedWorkshopOptions): Workshop {
  /** In a thread that does nothing else. */
  async function atOnce<Result>(task: Task): Promise<Result> {
    const bench = new Bench(options);
    try {
      return (await bench.ask(task, OPEN_TIMEOUT_MS)) as Result;
    } finally {
      bench.close();
    }
  }

  return {
    compose: (subgraphs) => atOnce<Composition>({ kind: 'compose', subgraphs }),
    tryOut: (supergraphSdl, before) => atOnce<Trial>({ kind: 'try', supergraphSdl, before }),
    async open(supergraphSdl): Promise<OpenPlanner> {
      const bench = new Bench(options);
      const opening = { kind: 'open', supergraphSdl } as const;
      try {
        const facts = (await bench.ask(opening, OPEN_TIMEOUT_MS)) as SupergraphFacts;
        bench.beginsWith = opening;
        return {
          facts,
          plan: (operation, overrides) =>
            bench.ask({ kind: 'plan', operation, overrides }, options.planTimeoutMs) as ReturnType<
              OpenPlanner['plan']
            >,
          close: () => bench.close(),
        };
      } catch (error) {
        bench.close();
        throw error;
      }
    },
  };
}

interface Order {
  task: Task;
  timeoutMs: number;
  done(result: unknown): void;
  failed(error: Error): void;
}

/** A thread that does one thing after another, and is replaced when it dies over one. */
class Bench {
  /** What a new thread is told first. */
  beginsWith: Task | undefined;
  private worker: Worker | undefined;
  private readonly waiting: Order[] = [];
  private current: Order | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;
  private count = 0;

  constructor(private readonly options: ThreadedWorkshopOptions) {}

  /** @throws OVERLOADED; PLANNING_FAILED when it takes too long */
  ask(task: Task, timeoutMs: number): Promise<unknown> {
    if (this.waiting.length >= this.options.plansWaitingMax) {
      throw ERRORS.OVERLOADED.raise('Too many operations wait to be planned; try again in a moment.');
    }
    return new Promise((done, failed) => {
      this.waiting.push({ task, timeoutMs, done, failed });
      this.next();
    });
  }

  /** What waits still gets its answer; then the thread ends. */
  close(): void {
    this.isClosed = true;
    this.next();
  }

  private next(): void {
    if (this.current) return;
    const order = this.waiting.shift();
    if (!order) {
      if (this.isClosed) this.end();
      return;
    }
    this.current = order;
    if (!this.worker && this.beginsWith && order.task !== this.beginsWith) {
      this.waiting.unshift(order);
      const failed = (error: Error): void => this.waiting.splice(0).forEach((one) => one.failed(error));
      this.current = { task: this.beginsWith, timeoutMs: OPEN_TIMEOUT_MS, done: () => undefined, failed };
    }
    this.begin(this.current);
  }

  private begin({ task, timeoutMs }: Order): void {
    const worker = (this.worker ??= this.hire());
    const message: TaskMessage = { id: ++this.count, task };
    this.timer = setTimeout(() => this.giveUp(), timeoutMs);
    worker.postMessage(message);
  }

  private hire(): Worker {
    const { planTimeoutMs: _, plansWaitingMax: __, heapMibMax, ...limits } = this.options;
    const worker = new Worker(program(), {
      workerData: limits satisfies PlannerLimits,
      resourceLimits: { maxOldGenerationSizeMb: heapMibMax },
    });
    worker.unref();
    worker.on('message', ({ id, result, error }: ResultMessage) => {
      if (worker !== this.worker || id !== this.count) return;
      this.finish((order) => (error ? order.failed(errorOf(error)) : order.done(result)));
    });
    worker.on('error', (error) => {
      if (worker !== this.worker) return;
      this.worker = undefined;
      this.finish((order) => order.failed(order.task.kind === 'plan' ? tooDear() : error));
    });
    return worker;
  }

  private giveUp(): void {
    this.end();
    this.finish((order) => order.failed(tooDear()));
  }

  private finish(answer: (order: Order) => void): void {
    clearTimeout(this.timer);
    const order = this.current;
    this.current = undefined;
    if (order) answer(order);
    this.next();
  }

  private end(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }
}

function tooDear(): DomainError {
  return ERRORS.PLANNING_FAILED.raise(
    'There are too many ways to answer this operation; ask for less at once.',
  );
}

function errorOf({ message, refusal }: NonNullable<ResultMessage['error']>): Error {
  return refusal ? new DomainError(refusal.code, refusal.retry, message) : new Error(message);
}

/** The thread's program as built; beside this file, or under `dist` when this runs from its source. */
function program(): URL {
  const beside = new URL('./thread.js', import.meta.url);
  return existsSync(fileURLToPath(beside))
    ? beside
    : new URL('../../../dist/gateway/supergraph/workshop/thread.js', import.meta.url);
}
