import { createLogger } from '../observability/logger.js';
import type { Logger } from '../observability/logger.js';

/** Faults that nobody caught, within that time, which a process outlives. */
const SURVIVED_MAX = 20;
const WINDOW_MS = 60_000;

/**
 * What becomes of a process when an event, a promise or a timer fails and nobody catches it: the fault is logged whole,
 * and the process goes on; when faults come faster than one every three seconds for a minute, it ends in order, for a
 * supervisor to start another. No other rule ends a process of ours but its start that fails, and signals.
 *
 * @param end - ends the process in order, with 1.
 * @see ../decisions/0007-what-nobody-caught.md
 */
export function surviveFaults(name: string, end: () => void): void {
  const logger = loggerOf(name);
  let recent: number[] = [];
  const outlive = (kind: 'exception' | 'rejection') => (error: unknown) => {
    const now = performance.now();
    recent = [...recent.filter((at) => at > now - WINDOW_MS), now];
    logger.error({ err: error, kind }, 'nobody caught this; the process goes on');
    if (recent.length !== SURVIVED_MAX + 1) return;
    logger.fatal({ faults: recent.length }, 'too many faults that nobody caught; the process ends');
    end();
  };
  process.on('uncaughtException', outlive('exception'));
  process.on('unhandledRejection', outlive('rejection'));
}

/** A level that does not exist is told by whoever reads the settings. */
function loggerOf(name: string): Logger {
  try {
    return createLogger(name, process.env.LOG_LEVEL || 'warn');
  } catch {
    return createLogger(name, 'warn');
  }
}
