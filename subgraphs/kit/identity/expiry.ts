const TIMER_MS_MAX = 2 ** 31 - 1;

export interface Expiry {
  /** Aborted when the given one is, or at the instant. */
  readonly signal: AbortSignal;
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
export function expiryOf(atSeconds: number | undefined, outer: AbortSignal): Expiry {
  const own = new AbortController();
  let expired = false;
  const end = (): void => own.abort();
  const expire = (): void => {
    expired = !own.signal.aborted;
    end();
  };
  let timer: NodeJS.Timeout | undefined;
  if (atSeconds !== undefined) {
    const leftMs = atSeconds * 1_000 - Date.now();
    if (leftMs <= 0) expire();
    else timer = setTimeout(expire, Math.min(leftMs, TIMER_MS_MAX)).unref();
  }
  if (outer.aborted) end();
  else outer.addEventListener('abort', end, { once: true });
  return {
    signal: own.signal,
    get expired() {
      return expired;
    },
    forget() {
      clearTimeout(timer);
      outer.removeEventListener('abort', end);
    },
  };
}
