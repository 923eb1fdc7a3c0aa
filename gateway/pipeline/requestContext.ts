import type { JournalPosition } from '../../subgraphs/kit/journal/promise.js';
import type { Pause } from '../../subgraphs/kit/http/pause.js';
import type { Caller } from '../guard/rate/rateGate.js';
import type { GatewayViewer } from '../identity/accessTokens.js';
import type { RequestIdentity } from '../identity/passportIssuer.js';
import type { Freshness } from '../cache/freshness.js';

/** Whoever takes the answers of a subscription. */
export interface Listener {
  /** Aborted when nobody listens any more. */
  readonly signal: AbortSignal;
  /** Takes a place for them, before anything is done for the subscription. @throws Refusal where there is none. */
  readonly enter?: ((viewer: GatewayViewer | null) => void) | undefined;
}

/** What one operation carries through the gateway; made anew for each. */
export interface GatewayContext {
  readonly identity: RequestIdentity;
  /** Who pays for it. */
  readonly caller: Caller;
  /** The receipts of what its mutations changed, in order. */
  readonly receipts: JournalPosition[];
  /** Monotonic milliseconds (`performance.now()`) at which nobody waits for the answer any more. */
  readonly deadline: number;
  /** How long what is shown stays fresh; absent where nobody asks. */
  readonly freshness?: Freshness;
  /** Who takes the answers of a subscription, over a connection that stays open. */
  readonly listener?: Listener | undefined;
  /** Gives its place among the requests in flight to others, while it waits to see what was written before. */
  readonly pause?: Pause | undefined;
  /** Headers of the client that go on to the subgraphs, where the gateway runs on a supergraph of somebody's own. */
  readonly forwarded?: Readonly<Record<string, string>> | undefined;
}

/** For whom an operation is planned. */
export function askerOf({ caller }: GatewayContext): string {
  return caller.viewer ?? caller.address;
}
