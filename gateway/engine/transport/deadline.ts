import type { Pause } from '../../../subgraphs/kit/http/pause.js';
import { COMMON } from '../../../subgraphs/kit/errors/table.js';

/** What may say that a request waits for a service, and is no work meanwhile. */
export interface Pausing {
  readonly pause?: Pause | undefined;
}

/** What of a request's context says how long it may go on. */
export interface Dated {
  /** Monotonic milliseconds (`performance.now()`) at which nobody waits for the answer any more. */
  readonly deadline: number;
}

/** The header by which a subgraph hears how many milliseconds it has. */
export const TIMEOUT_HEADER = 'timeout-ms';

/**
 * How long one request to a subgraph may be waited for.
 *
 * @returns whole milliseconds, 1 to `timeoutMs`.
 * @throws DEADLINE_EXCEEDED when the request as a whole has no time left.
 */
export function waitMsOf({ deadline }: Dated, timeoutMs: number): number {
  const leftMs = Math.ceil(deadline - performance.now());
  if (leftMs <= 0) throw COMMON.DEADLINE_EXCEEDED.raise('The time for this request is over.');
  return Math.min(leftMs, timeoutMs);
}
