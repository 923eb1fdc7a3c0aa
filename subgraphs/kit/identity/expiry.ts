const TIMER_MS_MAX = 2 ** 31 - 1;

/** What ends something, once: as much of an `AbortSignal` as is asked for here. */
export interface Ending {
  readonly aborted: boolean;
  addEventListener(type: 'abort', listener: () => void, options?: { once?: boolean }): void;
  removeEventListener(type: 'abort', listener: () => void): void;
}

export interface Expiry {
  /** Aborted when the given one is, or at the instant. */
  readonly signal: Ending;
  /** True when it was the instant that came first. */
  readonly expired: boolean;
  /** Stops waiting for either. */
  forget(): void;
}

/**
 * Ends what must not outlive an instant.
 *
 * @param atSeconds - since 1970; without one, only `outer` ends it.
 */
export function expiryOf(atSeconds: number | undefined, outer: Ending): Expiry {
  if (atSeconds === undefined) return { signal: outer, expired: false, forget: () => undefined };
  return new Deadline(atSeconds, outer);
}

/** No `AbortController`: thousands of these wait, and each of those takes a kilobyte. */
class Deadline implements Expiry, Ending {
  aborted = false;
  expired = false;
  private readonly listeners: (() => void)[] = [];
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly end = (): void => {
    if (this.aborted) return;
    this.aborted = true;
    this.forget();
    for (const listener of this.listeners.splice(0)) listener();
  };

  constructor(
    atSeconds: number,
    private readonly outer: Ending,
  ) {
    const leftMs = atSeconds * 1_000 - Date.now();
    if (outer.aborted) this.end();
    else if (leftMs <= 0) this.expire();
    else {
      this.timer = setTimeout(() => this.expire(), Math.min(leftMs, TIMER_MS_MAX)).unref();
      outer.addEventListener('abort', this.end, { once: true });
    }
  }

  get signal(): Ending {
    return this;
  }

  /** Each listener hears of it once. */
  addEventListener(_: 'abort', listener: () => void): void {
    if (!this.aborted) this.listeners.push(listener);
  }

  removeEventListener(_: 'abort', listener: () => void): void {
    const index = this.listeners.indexOf(listener);
    if (index >= 0) this.listeners.splice(index, 1);
  }

  forget(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.end);
  }

  private expire(): void {
    this.expired = !this.aborted;
    this.end();
  }
}
