const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Runs a process until it is told to stop: prints why it cannot start, in a line, and ends with 1; stops in an
 * orderly way at the first signal, at once at the second.
 */
export async function runProcess(start: () => Promise<{ stop(): Promise<void> }>): Promise<void> {
  let stopping = false;
  let running: { stop(): Promise<void> } | undefined;
  const end = (): void => {
    if (stopping) process.exit(130);
    stopping = true;
    const stopped = running?.stop() ?? Promise.resolve();
    stopped.then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    running = await start();
  } catch (error) {
    console.error(error instanceof Error ? describe(error) : error);
    process.exit(1);
  }
}

function describe(error: Error): string {
  return process.env.LOG_LEVEL === 'debug'
    ? String(error.stack)
    : `${error.message}${error.cause instanceof Error ? `\n  because ${error.cause.message}` : ''}`;
}
