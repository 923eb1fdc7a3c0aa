import { DomainError } from '../../../subgraphs/kit/errors/define.js';
import { ENGINE_ERRORS } from '../errors.js';
import type { TransportAnswer, TransportRequest, SubgraphTransport } from './transport.js';

export interface BreakerLimits {
  /** Failures within the window, and at least half of what was tried, that open the breaker. */
  failuresMin: number;
  windowMs: number;
  /** How long it stays open, until one request may try again. */
  openMs: number;
}

/** Outcomes remembered: more say nothing new about a subgraph that is asked hundreds of times a second. */
const OUTCOMES_MAX = 64;
/** A timeout sooner than this says that the caller was in a hurry, not that the subgraph is slow. */
const HASTE_MS = 1_000;

/**
 * Leaves a subgraph alone for a while that cannot be reached, so that its failure costs neither it nor us anything.
 * Answers of any kind are successes: it counts only what never arrived.
 */
export class Breaker {
  /** When the last outcomes came, and which of them were failures; a ring. */
  private readonly times = new Float64Array(OUTCOMES_MAX);
  private readonly failures = new Uint8Array(OUTCOMES_MAX);
  private noted = 0;
  /** While it is open, and until a request has come through again. */
  private openUntil: number | undefined;
  private probing = false;

  /** @param now - monotonic milliseconds. */
  constructor(
    private readonly limits: BreakerLimits,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws SUBGRAPH_UNAVAILABLE at once while open, for all but the one request that tries again. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const probe = this.admit();
    const began = this.now();
    try {
      const answer = await work();
      this.learn('reached', probe);
      return answer;
    } catch (error) {
      this.learn(signOf(error, this.now() - began), probe);
      throw error;
    }
  }

  private admit(): boolean {
    if (this.openUntil === undefined) return false;
    if (this.probing || this.now() < this.openUntil) {
      throw ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.raise(
        'A service that owns part of this answer cannot be reached; it is tried again soon.',
      );
    }
    this.probing = true;
    return true;
  }

  private learn(sign: Sign, probe: boolean): void {
    if (probe) this.probing = false;
    if (sign === 'none') return;
    if (probe && sign === 'reached') {
      this.openUntil = undefined;
      this.noted = 0;
    }
    this.note(sign === 'failed');
    if (sign !== 'failed') return;
    // What was under way when it opened says nothing new.
    const opens = probe || (this.openUntil === undefined && this.isFailing());
    if (opens) this.openUntil = this.now() + this.limits.openMs;
  }

  private isFailing(): boolean {
    const since = this.now() - this.limits.windowMs;
    let failures = 0;
    let outcomes = 0;
    for (let index = Math.min(this.noted, OUTCOMES_MAX) - 1; index >= 0; index--) {
      if (this.times[index]! <= since) continue;
      outcomes += 1;
      failures += this.failures[index]!;
    }
    return failures >= this.limits.failuresMin && failures * 2 >= outcomes;
  }

  private note(failed: boolean): void {
    const index = this.noted % OUTCOMES_MAX;
    this.times[index] = this.now();
    this.failures[index] = failed ? 1 : 0;
    this.noted += 1;
  }
}

/** What an outcome says of whether the subgraph can be reached. */
type Sign = 'reached' | 'failed' | 'none';

function signOf(error: unknown, tookMs: number): Sign {
  switch (error instanceof DomainError ? error.code : undefined) {
    case ENGINE_ERRORS.SUBGRAPH_UNAVAILABLE.code:
      return 'failed';
    case ENGINE_ERRORS.SUBGRAPH_TIMEOUT.code:
      return tookMs < HASTE_MS ? 'none' : 'failed';
    case ENGINE_ERRORS.SUBGRAPH_ANSWER_INVALID.code:
    case ENGINE_ERRORS.SUBGRAPH_ANSWER_TOO_LARGE.code:
      return 'reached';
    default:
      // It was never asked.
      return 'none';
  }
}

/** The link behind a breaker of its own. */
export function breaking<Context>(
  link: SubgraphTransport<Context>,
  breaker: Breaker,
): SubgraphTransport<Context> {
  return {
    ...link,
    send: (request: TransportRequest, context: Context): Promise<TransportAnswer> =>
      breaker.run(() => link.send(request, context)),
  };
}
