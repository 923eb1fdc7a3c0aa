import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Logger } from '../../kit/observability/logger.js';

export interface SupervisorOptions {
  /** Settings of the worker. The rest of this process's environment is kept from it. */
  readonly environment: Readonly<Record<string, string>>;
  readonly logger: Logger;
  /** Aborted when this process was told to stop: a worker that was told the same is not started again. */
  readonly shutdown?: AbortSignal;
  /** The worker's program. */
  readonly program?: string;
  readonly firstWaitMs?: number;
}

export interface Supervisor {
  /** The process that runs now, if one does. */
  pid(): number | undefined;
  /** Resolves when a worker has said that its key is published. */
  readonly ready: Promise<void>;
  /** Asks the worker to end its job and go; after a while, makes it. */
  stop(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./main.js', import.meta.url));
const FIRST_WAIT_MS = 250;
/** While its database is away a worker cannot start; it is back this soon after it. */
const WAIT_MAX_MS = 5_000;
/** A worker that lived this long is not one that cannot start. */
const HEALTHY_MS = 60_000;
const STOP_MS = 8_000;

/** Keeps one compute worker running beside the data service, and waits longer after each start that fails. */
export function supervise({
  environment,
  logger,
  shutdown,
  program = PROGRAM,
  firstWaitMs = FIRST_WAIT_MS,
}: SupervisorOptions): Supervisor {
  const stopping = new AbortController();
  const leaving = shutdown ? AbortSignal.any([shutdown, stopping.signal]) : stopping.signal;
  let child: ChildProcess | undefined;
  let announce = (): void => undefined;
  const ready = new Promise<void>((resolve) => (announce = resolve));

  const keepRunning = async (): Promise<void> => {
    let waitMs = firstWaitMs;
    while (!leaving.aborted) {
      const startedAt = performance.now();
      child = fork(program, [], { env: { ...environment }, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
      // The worker says one thing only: that it is ready.
      child.once('message', () => announce());
      const end = await ended(child);
      if (performance.now() - startedAt > HEALTHY_MS) waitMs = firstWaitMs;
      await sleep(waitMs, undefined, { signal: leaving }).catch(() => undefined);
      // Whoever stops all processes of a service at once may be heard by the worker first.
      if (leaving.aborted) return;
      logger.error({ end, waitMs }, 'the compute worker ended; it is started again');
      waitMs = Math.min(waitMs * 2, WAIT_MAX_MS);
    }
  };
  const running = keepRunning();

  return {
    ready,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    async stop() {
      stopping.abort();
      child?.kill('SIGTERM');
      const kill = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
      await running;
      clearTimeout(kill);
    },
  };
}

/** Its exit code, the signal that ended it, or why it could not be started. */
async function ended(child: ChildProcess): Promise<number | string | null> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    return code ?? signal;
  } catch (error) {
    return (error as Error).message;
  }
}
