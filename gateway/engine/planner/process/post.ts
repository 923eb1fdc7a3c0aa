import { Interrupted } from './plannerProcess.js';
import type { PlannerProcess } from './plannerProcess.js';
import type { Task } from './tasks.js';

/** On the wall, for each millisecond of processor: beyond it, a process does nothing because it cannot. */
const WALL_PER_PROCESSOR = 20;

/** A process among the planners of a supergraph, and what it is at. */
export class Post<Order> {
  /** Whether it has been opened at least once, and so is open again soon. */
  isReady = false;
  order: Order | undefined;
  private isOpening = false;
  private begunAt = 0;
  private processTimeAtBegin: number | undefined;

  constructor(readonly process: PlannerProcess) {}

  get isFree(): boolean {
    return this.isReady && !this.isOpening && !this.order && this.process.isAlive;
  }

  /** Milliseconds since it began with what it is at, or did last. */
  get elapsedMs(): number {
    return performance.now() - this.begunAt;
  }

  /** Whether what it is at has had as much of the processor. */
  hasHad(shareMs: number): boolean {
    const { processTimeMs } = this.process;
    if (processTimeMs === undefined || this.processTimeAtBegin === undefined)
      return this.elapsedMs >= shareMs;
    const usedMs = processTimeMs - this.processTimeAtBegin;
    return usedMs >= shareMs || this.elapsedMs >= shareMs * WALL_PER_PROCESSOR;
  }

  /** @throws as the process */
  async perform<Result>(order: Order, task: Task, limitMs: number): Promise<Result> {
    this.order = order;
    this.begunAt = performance.now();
    this.processTimeAtBegin = this.process.processTimeMs;
    try {
      return await this.process.perform<Result>(task, limitMs);
    } catch (error) {
      // What it holds may be half changed.
      this.isOpening = error instanceof Interrupted;
      throw error;
    } finally {
      this.order = undefined;
    }
  }

  /** @throws as the process */
  async open(opening: Task, limitMs: number): Promise<void> {
    this.isOpening = true;
    await this.process.perform(opening, limitMs);
    this.isOpening = false;
    this.isReady = true;
  }
}
