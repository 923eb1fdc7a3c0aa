/** Whoever watches a start hears something at least so often. */
const SILENCE_MS = 6_000;

/** Says what a start waits for, where it waits long, and goes no further once it is told to end. */
export class Waiting {
  private what = 'this process';
  private readonly beganAt = performance.now();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly aborted: AbortSignal) {
    this.timer = setInterval(() => this.tell(), SILENCE_MS).unref();
  }

  /** @throws AbortError, before the step or after it. */
  async for<Begun>(what: string, step: () => Promise<Begun>): Promise<Begun> {
    this.aborted.throwIfAborted();
    this.what = what;
    return step();
  }

  end(): void {
    clearInterval(this.timer);
  }

  private tell(): void {
    const seconds = Math.round((performance.now() - this.beganAt) / 1_000);
    process.stdout.write(`starting: ${seconds} s, waiting for ${this.what}\n`);
  }
}
