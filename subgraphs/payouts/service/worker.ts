/** Work that is done at intervals, and at once when somebody knows that there is some. */
export interface Worker {
  /** Does what there is to do; joins a round that runs and has another one follow it. */
  readonly run: () => Promise<void>;
  /** The same without waiting. */
  readonly nudge: () => void;
  /** Waits for the round that runs; starts no other. */
  readonly stop: () => Promise<void>;
}

export function createWorker(work: () => Promise<unknown>, onError: (error: unknown) => void): Worker {
  let running: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  async function rounds(): Promise<void> {
    do {
      again = false;
      await work();
    } while (again && !stopped);
  }

  function run(): Promise<void> {
    if (stopped) return Promise.resolve();
    again = true;
    running ??= rounds().finally(() => (running = undefined));
    return running;
  }

  return {
    run,
    nudge: () => void run().catch((error: unknown) => !stopped && onError(error)),
    async stop() {
      stopped = true;
      await running?.catch(() => undefined);
    },
  };
}
