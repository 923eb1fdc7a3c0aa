import { readFileSync } from 'node:fs';

/** The longest time between two turns of the event loop, in milliseconds. */
export interface Stop {
  wallMs: number;
  /** What this thread computed in that time: on a machine that others use, the rest is theirs. */
  cpuMs: number;
}

const TICK_MS = 1;

/** Watches how long this thread's event loop stops, by a timer that wants to run each millisecond. */
export class LoopWatch {
  private longest: Stop = { wallMs: 0, cpuMs: 0 };
  private wallAt = performance.now();
  private cpuAt = cpuMsOfThread();

  constructor() {
    setInterval(() => this.look(), TICK_MS);
  }

  /** @returns the longest stop since the last call. */
  take(): Stop {
    this.look();
    const { longest } = this;
    this.longest = { wallMs: 0, cpuMs: 0 };
    return longest;
  }

  private look(): void {
    const [wall, cpu] = [performance.now(), cpuMsOfThread()];
    this.longest.wallMs = Math.max(this.longest.wallMs, wall - this.wallAt);
    this.longest.cpuMs = Math.max(this.longest.cpuMs, cpu - this.cpuAt);
    this.wallAt = wall;
    this.cpuAt = cpu;
  }
}

/** As Linux counts it for the main thread; elsewhere the clock on the wall. */
function cpuMsOfThread(): number {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'latin1').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return performance.now();
  }
}
