/** An allowance that fills steadily and is spent by cost. */
export interface Bucket {
  /** Names whose it is; safe to show to nobody. */
  readonly key: string;
  /** What it holds when full. */
  readonly burst: number;
  /** What flows in; above zero. */
  readonly perSecond: number;
}

export interface Taken {
  readonly allowed: boolean;
  /** Milliseconds until the same amount would be allowed; 0 if it was. */
  readonly retryAfterMs: number;
  /** Milliseconds until each bucket holds one again; 0 where it does. */
  readonly openInMs: readonly number[];
}

/** Token buckets; shared by all gateways where there are several. */
export interface RateLimits {
  /**
   * Takes an amount from all buckets if each holds it, or the smaller `penalty`, as far as it is there, from each: so
   * that asking in vain is not free. A bucket that holds less than the amount when full is asked for all that it holds,
   * and owes the rest.
   */
  take(buckets: readonly Bucket[], amount: number, penalty: number): Taken | Promise<Taken>;
}
