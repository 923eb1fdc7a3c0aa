import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.js';

/** How soon the death of a server is noticed. */
const LOOK_MS = 250;
const WAIT_FIRST_MS = 100;
const WAIT_MAX_MS = 5_000;

export interface KeepRunningOptions {
  /** Whether it runs, as far as can be told without asking it. */
  runs: () => boolean;
  /** Starts it, unless somebody else has. @throws when it does not start. */
  start: () => Promise<unknown>;
  logger: Logger;
  /** Aborted when this process was told to stop; a server that a supervisor stops beside us is not started again. */
  shutdown?: AbortSignal | undefined;
}

/** Starts a server again whenever it has ended, and waits longer after each start that fails. @returns what ends that. */
export function keepRunning({ runs, start, logger, shutdown }: KeepRunningOptions): () => Promise<void> {
  const stopping = new AbortController();
  const signal = shutdown ? AbortSignal.any([shutdown, stopping.signal]) : stopping.signal;
  const pause = (milliseconds: number): Promise<void> =>
    sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);

  const startAgain = async (): Promise<void> => {
    const endedAt = performance.now();
    logger.error('PostgreSQL has ended; it is started again');
    for (let waitMs = WAIT_FIRST_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, WAIT_MAX_MS)) {
      try {
        await start();
        logger.warn({ awayMs: Math.round(performance.now() - endedAt) }, 'PostgreSQL runs again');
        return;
      } catch (error) {
        logger.error({ err: error, waitMs }, 'PostgreSQL does not start; it is tried again');
        await pause(waitMs);
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      if (!runs()) await startAgain();
      await pause(LOOK_MS);
    }
  };
  const watching = watch();
  return () => {
    stopping.abort();
    return watching;
  };
}
