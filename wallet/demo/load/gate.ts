/** Requests under way at a time: enough to keep two cores busy, few enough that none waits long. */
const WIDTH_MAX = 12;
/** An answer that took longer says that there is too much under way, on this machine, at this moment. */
const SLOW_MS = 4_000;
const TOO_BUSY = new Set([429, 503]);

/**
 * Bounds how many requests are under way: half as many after an answer that came slowly, one more after as many quick
 * ones as there are places.
 */
export class Gate {
  private places = WIDTH_MAX;
  private underWay = 0;
  private narrowedAt = -Infinity;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly send: typeof globalThis.fetch = globalThis.fetch,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** Requests that may be under way. */
  get width(): number {
    return Math.floor(this.places);
  }

  /** As the global one, once there is a place. */
  readonly fetch: typeof globalThis.fetch = async (...given) => {
    while (this.underWay >= this.width) await new Promise<void>((go) => this.waiting.push(go));
    this.underWay += 1;
    const sentAt = this.now();
    try {
      const answer = await this.send(...given);
      this.learn(sentAt, TOO_BUSY.has(answer.status));
      return answer;
    } catch (error) {
      this.learn(sentAt, true);
      throw error;
    } finally {
      this.underWay -= 1;
      this.waiting.shift()?.();
    }
  };

  private learn(sentAt: number, refused: boolean): void {
    const now = this.now();
    if (!refused && now - sentAt < SLOW_MS) {
      this.places = Math.min(this.places + 1 / this.width, WIDTH_MAX);
      if (this.width > this.underWay) this.waiting.shift()?.();
    } else if (sentAt > this.narrowedAt) {
      // What was sent before the last narrowing was slow for the same reason.
      this.places = Math.max(Math.floor(this.places / 2), 1);
      this.narrowedAt = now;
    }
  }
}
