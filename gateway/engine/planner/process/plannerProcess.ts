import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PlannerLimits } from '../apolloPlanner.js';
import { processTimeMs } from './processTime.js';
import { domainErrorOf } from './tasks.js';
import type { Failure, ResultMessage, Task, TaskMessage } from './tasks.js';

export interface PlannerProcessOptions {
  limits: PlannerLimits;
  /** Heap of the process; it dies of what needs more. */
  heapMibMax: number;
}

/** The task was broken off, at its time limit or because somebody asked for that. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor(readonly reason: 'time' | 'asked' | 'unasked') {
    super(`the task was broken off (${reason})`);
  }
}

/** The process is gone, and the task with it. */
export class ProcessDied extends Error {
  override readonly name = 'ProcessDied';

  /** @param atItsOwnHand - whether it ended by itself, as it does when its heap is full; else somebody killed it. */
  constructor(
    how: string,
    readonly atItsOwnHand: boolean,
  ) {
    super(`the planner's process died: ${how}`);
  }
}

/** A process that was told to stop and does not: a signal takes milliseconds, unless the machine is very busy. */
const STUBBORN_MS = 3_000;
/** Added to a task's time before the process gives up by itself. */
const ORPHAN_MS = 10_000;

interface Order {
  id: number;
  timer: NodeJS.Timeout;
  interruptedFor?: 'time' | 'asked';
  done(result: unknown): void;
  failed(error: Error): void;
}

/** A process of its own for one planner. Nothing that happens in it, or to it, reaches the gateway but as a rejection. */
export class PlannerProcess {
  private readonly child: ChildProcess;
  private order: Order | undefined;
  private count = 0;
  private death: ProcessDied | undefined;
  /** Hears of its death once, after the task that it was at has failed. */
  onDeath: ((death: ProcessDied) => void) | undefined;

  constructor({ limits, heapMibMax }: PlannerProcessOptions) {
    this.child = fork(program(), [JSON.stringify(limits)], {
      // Neither the gateway's secrets nor its debugger are a planner's concern.
      env: {},
      execArgv: [`--max-old-space-size=${heapMibMax}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.child.unref();
    this.child.channel?.unref();
    this.child.on('message', (message) => this.hear(message as ResultMessage));
    this.child.on('error', (error) => this.die(new ProcessDied(error.message, false)));
    this.child.on('exit', (code, signal) =>
      this.die(new ProcessDied(signal ?? `exit ${code}`, signal === null || signal === 'SIGABRT')),
    );
  }

  get isAlive(): boolean {
    return !this.death;
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Milliseconds of processor that it has used; undefined where the system does not say. */
  get processTimeMs(): number | undefined {
    return this.child.pid === undefined ? undefined : processTimeMs(this.child.pid);
  }

  /**
   * One task at a time.
   *
   * @throws Interrupted, ProcessDied; DomainError for a refusal, Error for a mistake
   */
  perform<Result>(task: Task, limitMs: number): Promise<Result> {
    if (this.death) return Promise.reject(this.death);
    if (this.order) return Promise.reject(new Error('a planner does one thing at a time'));
    return new Promise<Result>((done, failed) => {
      const timer = setTimeout(() => this.interruptFor('time'), limitMs);
      this.order = { id: ++this.count, timer, done: done, failed };
      const message: TaskMessage = { id: this.count, task, limitMs: limitMs + ORPHAN_MS };
      this.child.send(message, (error) => error && this.kill());
    });
  }

  /** Breaks off what it is at. What it holds must be made anew then. */
  interrupt(): void {
    this.interruptFor('asked');
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }

  private interruptFor(reason: 'time' | 'asked'): void {
    const { order } = this;
    if (!order || order.interruptedFor) return;
    order.interruptedFor = reason;
    clearTimeout(order.timer);
    order.timer = setTimeout(() => this.kill(), STUBBORN_MS);
    this.child.kill('SIGINT');
  }

  private hear({ id, result, failure }: ResultMessage): void {
    const { order } = this;
    if (order?.id !== id) return;
    this.order = undefined;
    clearTimeout(order.timer);
    if (failure) order.failed(errorOf(failure, order));
    else order.done(result);
  }

  private die(death: ProcessDied): void {
    if (this.death) return;
    this.death = death;
    const { order } = this;
    this.order = undefined;
    clearTimeout(order?.timer);
    order?.failed(order.interruptedFor ? new Interrupted(order.interruptedFor) : death);
    this.onDeath?.(death);
  }
}

function errorOf(failure: Failure, order: Order): Error {
  switch (failure.kind) {
    case 'interrupted':
      return new Interrupted(order.interruptedFor ?? 'unasked');
    case 'refusal':
      return domainErrorOf(failure.refusal, failure.cause);
    case 'mistake':
      return new Error(failure.message);
  }
}

/** The process's program as built; beside this file, or under `dist` when this runs from its source. */
function program(): string {
  const beside = fileURLToPath(new URL('./program.js', import.meta.url));
  return existsSync(beside)
    ? beside
    : fileURLToPath(new URL('../../../../dist/gateway/engine/planner/process/program.js', import.meta.url));
}
