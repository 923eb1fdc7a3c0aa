import type { JournalPosition } from '../../subgraphs/kit/journal/promise.js';
import type { Pause } from '../../subgraphs/kit/http/pause.js';
import type { Caller } from '../guard/rate/rateGate.js';
import type { Errand } from '../identity/passports.js';
import type { Freshness } from '../cache/freshness.js';
import type { LiveSlot } from '../live/slot.js';

/** What one operation carries through the gateway; made anew for each. */
export interface GatewayContext {
  readonly errand: Errand;
  /** Who pays for it. */
  readonly caller: Caller;
  /** The receipts of what its mutations changed, in order. */
  readonly receipts: JournalPosition[];
  /** Monotonic milliseconds (`performance.now()`) at which nobody waits for the answer any more. */
  readonly deadline: number;
  /** How long what is shown stays fresh; absent where nobody asks. */
  readonly freshness?: Freshness;
  /** As they were written, where what reads the request does not keep that. */
  readonly variables?: Readonly<Record<string, unknown>> | undefined;
  /** Of a request over a connection that stays open. */
  readonly live?: LiveSlot;
  /** Gives its place among the requests in flight to others, while it waits to see what was written before. */
  readonly pause?: Pause | undefined;
  /** Headers of the client that go on to the subgraphs, where the gateway runs on a supergraph of somebody's own. */
  readonly forwarded?: Readonly<Record<string, string>>;
}

/** For whom an operation is planned. */
export function askerOf({ caller }: GatewayContext): string {
  return caller.viewer ?? caller.address;
}
