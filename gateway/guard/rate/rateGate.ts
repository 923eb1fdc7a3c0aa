import { LRUCache } from 'lru-cache';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';
import type { DomainError } from '../../../subgraphs/kit/errors/define.js';
import type { Bucket, RateLimits, Taken } from './rateLimits.js';

/** Who asks, as far as rates are concerned. */
export interface Caller {
  /** The client's address, or its network where one party has many. */
  readonly address: string;
  /** Whether it is a program on the gateway's own machine. */
  readonly local: boolean;
  /** The DID of the session; null for nobody. */
  readonly viewer: string | null;
}

/** Of every caller of one kind; `perSecond` of 0 lets everything pass. */
export interface Budget {
  perSecond: number;
  burst: number;
}

export interface RateGateOptions {
  limits: RateLimits;
  /** Counts while the others cannot be reached. */
  fallback: RateLimits;
  perAddress: Budget;
  /** Whether that holds for programs on this machine, too. */
  countsLocal: boolean;
  perViewer: Budget;
  /** Of one address, for mutations of nobody: they write, and anybody can send them. */
  anonymousMutations: Budget;
  warn: (error: unknown) => void;
}

/** A request costs this much beside what its operation does. */
const REQUEST_COST = 1;
/** A request that is refused has been read, and perhaps validated, for nothing. */
const REFUSAL_COST = 10;
/** Callers known to have spent everything; they are turned away before anything is read. */
const CLOSED_MAX = 10_000;

/** Charges callers what their requests cost, and turns away who has spent more than flows in. */
export class RateGate {
  private readonly closedUntil = new LRUCache<string, number>({ max: CLOSED_MAX });

  constructor(private readonly options: RateGateOptions) {}

  /**
   * Before a request is read. Asks nobody: what an earlier request of the same caller learned is remembered.
   *
   * @throws RATE_LIMITED
   */
  requireOpen(caller: Caller): void {
    if (this.closedUntil.size === 0) return;
    const now = performance.now();
    for (const { key } of this.bucketsOf(caller, false)) {
      const until = this.closedUntil.get(key);
      if (until === undefined) continue;
      if (until > now) throw rateLimited(until - now);
      this.closedUntil.delete(key);
    }
  }

  /**
   * Before an operation is planned.
   *
   * @param cost - as the guard reckoned it.
   * @returns a promise only if somebody else is asked.
   * @throws RATE_LIMITED
   */
  charge(caller: Caller, cost: number, mutation: boolean): void | Promise<void> {
    return this.spend(this.bucketsOf(caller, mutation), REQUEST_COST + cost, (taken) => {
      if (!taken.allowed) throw rateLimited(taken.retryAfterMs);
    });
  }

  /** After a request was refused. Nobody waits for it. */
  chargeRefusal(caller: Caller): void {
    const spent = this.spend(this.bucketsOf(caller, false), REFUSAL_COST, () => undefined);
    if (spent) spent.catch(this.options.warn);
  }

  private spend(
    buckets: readonly Bucket[],
    amount: number,
    then: (taken: Taken) => void,
  ): void | Promise<void> {
    if (buckets.length === 0) return;
    const { limits, fallback, warn } = this.options;
    const finish = (taken: Taken): void => {
      const now = performance.now();
      taken.openInMs.forEach((openInMs, index) => {
        if (openInMs > 0) this.closedUntil.set(buckets[index]!.key, now + openInMs);
      });
      then(taken);
    };
    const taken = limits.take(buckets, amount, REFUSAL_COST);
    if (!(taken instanceof Promise)) return finish(taken);
    return taken
      .catch((error: unknown) => {
        warn(error);
        return fallback.take(buckets, amount, REFUSAL_COST);
      })
      .then(finish);
  }

  private bucketsOf({ address, local, viewer }: Caller, mutation: boolean): Bucket[] {
    const { perAddress, perViewer, anonymousMutations, countsLocal } = this.options;
    const buckets: Bucket[] = [];
    const add = (key: string, { perSecond, burst }: Budget): void => {
      if (perSecond > 0) buckets.push({ key, perSecond, burst });
    };
    if (!local || countsLocal) add(`a:${address}`, perAddress);
    if (viewer !== null) add(`v:${viewer}`, perViewer);
    else if (mutation) add(`m:${address}`, anonymousMutations);
    return buckets;
  }
}

function rateLimited(afterMs: number): DomainError {
  const retryAfterSeconds = Math.max(1, Math.ceil(afterMs / 1_000));
  return COMMON.RATE_LIMITED.raise('Too much was asked in too short a time; try again later.', {
    retryAfterSeconds,
  });
}
