import { PlannerProcess } from './plannerProcess.js';
import type { PlannerProcessOptions } from './plannerProcess.js';

/** A swap composes, tries, opens and lets go, one after the other: this is how long the next may take to come. */
const SPARE_LIFE_MS = 30_000;
/** Letting go of a planner is nothing but garbage to collect. */
const FORGET_TIMEOUT_MS = 5_000;

/** The processes of a planner worker: starting one takes half a second, so the last that was done with is kept for a while. */
export class Processes {
  private spare: PlannerProcess | undefined;
  private timer: NodeJS.Timeout | undefined;
  private isClosed = false;

  constructor(private readonly options: PlannerProcessOptions) {}

  take(): PlannerProcess {
    clearTimeout(this.timer);
    const process = this.spare?.isAlive ? this.spare : new PlannerProcess(this.options);
    this.spare = undefined;
    return process;
  }

  /** Takes back one that is at nothing, and holds nothing. */
  give(process: PlannerProcess): void {
    if (this.isClosed || this.spare?.isAlive) return process.kill();
    this.spare = process;
    this.timer = setTimeout(() => process.kill(), SPARE_LIFE_MS).unref();
  }

  /** Takes back one that is at nothing, with its planner. */
  async giveWithPlanner(process: PlannerProcess): Promise<void> {
    process.onDeath = undefined;
    try {
      await process.perform({ kind: 'forget' }, FORGET_TIMEOUT_MS);
      this.give(process);
    } catch {
      process.kill();
    }
  }

  /** Ends those that nobody has, and the others as they come back. */
  close(): void {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.spare?.kill();
  }
}
