import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Logger } from '../../kit/observability/logger.js';

const START_WAIT_MS = 20_000;
const STOP_WAIT_MS = 3_000;
const RESTART_MS_MAX = 10_000;

const greetingSchema = z.object({ url: z.url(), publicKey: z.string() });

export interface RailProcess {
  url: string;
  /** Ed25519, base64url. */
  publicKey: string;
}

export interface SupervisorOptions {
  /** Where the rail keeps its file. */
  directory: string;
  token: string;
  mischief: boolean;
  logger: Logger;
  /** Aborted when this process was told to stop: a rail that was told the same is not started again. */
  shutdown: AbortSignal;
  /** Called at every start, with where it listens this time. */
  onStart(rail: RailProcess): Promise<void>;
}

/** Runs the sandbox rail as a process of its own and starts it again whenever it dies. */
export class RailSupervisor {
  private child: ChildProcess | undefined;
  private restart: NodeJS.Timeout | undefined;
  private stopping = false;
  private failures = 0;

  constructor(private readonly options: SupervisorOptions) {}

  /** Resolves when the rail listens. */
  async start(): Promise<void> {
    const { directory, token, mischief } = this.options;
    const child = spawn(process.execPath, [railEntry()], {
      // Of our own environment it gets nothing: it is a stranger.
      env: { RAIL_DIR: directory, RAIL_TOKEN: token, RAIL_MISCHIEF: String(mischief) },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    this.child = child;
    child.once('exit', (code, signal) => {
      if (this.child === child) this.startAgain({ code, signal });
    });
    await this.options.onStart(greetingSchema.parse(await greetingOf(child)));
    this.failures = 0;
  }

  async stop(): Promise<void> {
    this.stopping = true;
    clearTimeout(this.restart);
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    const last = setTimeout(() => child.kill('SIGKILL'), STOP_WAIT_MS);
    await ended;
    clearTimeout(last);
  }

  private startAgain(end: object): void {
    const waitMs = Math.min(100 * 2 ** this.failures, RESTART_MS_MAX);
    this.failures += 1;
    this.restart = setTimeout(() => {
      // Whoever stops all processes of a service at once may be heard by the rail first.
      if (this.stopping || this.options.shutdown.aborted) return;
      this.options.logger.warn(end, 'the payment rail ended; it is started again');
      this.start().catch((error: unknown) => {
        this.options.logger.error({ err: error }, 'the payment rail does not start');
        this.child?.kill('SIGKILL');
      });
    }, waitMs);
  }
}

/** @throws Error when it ends, or stays silent, instead of saying where it listens. */
async function greetingOf(child: ChildProcess): Promise<unknown> {
  const done = new AbortController();
  const signal = AbortSignal.any([done.signal, AbortSignal.timeout(START_WAIT_MS)]);
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the payment rail ended with ${String(code)} before it listened`);
  });
  try {
    const [greeting] = (await Promise.race([once(child, 'message', { signal }), ended])) as [unknown];
    return greeting;
  } finally {
    done.abort();
    await ended.catch(() => undefined);
  }
}

/** The compiled rail: beside this file, or below `dist` when this file runs from source, as in tests. */
function railEntry(): string {
  const beside = fileURLToPath(new URL('../rail/main.js', import.meta.url));
  if (existsSync(beside)) return beside;
  return fileURLToPath(new URL('../../../dist/subgraphs/payouts/rail/main.js', import.meta.url));
}
