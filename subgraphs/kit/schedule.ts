import { levelOf } from './store/outage.js';
import type { Logger } from './observability/logger.js';

/** Something that a service looks after by itself. Copies may run it at once: it must take its work by locks. */
export interface Tick {
  name: string;
  everyMs: number;
  run(): Promise<void>;
}

export interface Schedule {
  stop(): Promise<void>;
}

/** Runs each tick after the other run of it has ended; a failure is logged and tried again at the next tick. */
export function startSchedule(ticks: readonly Tick[], logger: Logger): Schedule {
  let stopped = false;
  const timers = new Map<Tick, NodeJS.Timeout>();
  const running = new Map<Tick, Promise<void>>();

  const runOnce = async (tick: Tick): Promise<void> => {
    try {
      await tick.run();
    } catch (error) {
      if (!stopped) logger[levelOf(error)]({ err: error, tick: tick.name }, 'a tick failed; it runs again');
    }
    if (!stopped) plan(tick);
  };
  const plan = (tick: Tick): void => {
    const begin = (): void => void running.set(tick, runOnce(tick));
    timers.set(tick, setTimeout(begin, tick.everyMs));
  };
  ticks.forEach(plan);
  return {
    async stop() {
      stopped = true;
      for (const timer of timers.values()) clearTimeout(timer);
      await Promise.all(running.values());
    },
  };
}
