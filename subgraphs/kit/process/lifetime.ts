import { surviveFaults } from './faultPolicy.js';

/** Orchestrators kill after 30 s, without a word; we say at least that something hung. */
const STOP_MS_MAX = 25_000;
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a process until it is told to stop: prints why it cannot start, in a line, and ends with 1; stops in an
 * orderly way at the first signal, at once at the second, or with 1 when stopping takes longer than it may. What
 * nobody catches it outlives, as `surviveFaults` says.
 *
 * @param start - ends early, having undone what it began, when it is told to; a signal does not wait for the rest of it.
 */
export async function runProcess(
  start: (aborted: AbortSignal) => Promise<{ stop(): Promise<void> }>,
  stopMsMax = STOP_MS_MAX,
): Promise<void> {
  let stopping = false;
  const aborting = new AbortController();
  let starting: Promise<{ stop(): Promise<void> }> | undefined;
  const end = (code: number): void => {
    stopping = true;
    aborting.abort();
    setTimeout(() => {
      console.error(`not everything stopped within ${stopMsMax} ms`);
      process.exit(1);
    }, stopMsMax).unref();
    const stopped = starting?.then(
      (running) => running.stop(),
      () => undefined,
    );
    Promise.resolve(stopped).then(
      () => process.exit(code),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, () => (stopping ? process.exit(130) : end(0)));
  surviveFaults('process', () => {
    if (!stopping) end(1);
  });
  try {
    starting = start(aborting.signal);
    await starting;
  } catch (error) {
    // Whoever told us to stop knows why there is no start.
    if (stopping) return;
    console.error(error instanceof Error ? describe(error) : error);
    process.exit(1);
  }
}

function describe(error: Error): string {
  return process.env.LOG_LEVEL === 'debug'
    ? String(error.stack)
    : `${error.message}${error.cause instanceof Error ? `\n  because ${error.cause.message}` : ''}`;
}
