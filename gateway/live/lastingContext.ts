import type { GatewayContext } from '../execution/context.js';
import type { Errand } from '../identity/passports.js';
import type { LiveSlot } from './slot.js';

/**
 * The context of a subscription, which outlives any request: whoever reads it for the next event finds a deadline of
 * that event's own, and an errand for which passports are made anew. Of the request that began it, it keeps no more.
 */
export class LastingContext implements GatewayContext {
  readonly caller: GatewayContext['caller'];
  readonly receipts: GatewayContext['receipts'] = [];
  readonly live: LiveSlot;
  readonly forwarded?: GatewayContext['forwarded'];
  private readonly begunWith: Errand;

  constructor(
    { errand, caller, forwarded }: GatewayContext,
    private readonly eventMs: number,
    signal: AbortSignal,
  ) {
    this.begunWith = errand;
    this.caller = caller;
    this.live = { signal, subscriptionsOnly: true, admitted: undefined };
    if (forwarded) this.forwarded = forwarded;
  }

  get errand(): Errand {
    return { ...this.begunWith };
  }

  get deadline(): number {
    return performance.now() + this.eventMs;
  }
}
