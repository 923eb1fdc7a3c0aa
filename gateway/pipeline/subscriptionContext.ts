import type { GatewayContext, Listener } from './requestContext.js';
import type { RequestIdentity } from '../identity/passportIssuer.js';

/**
 * The context of a subscription, which outlives any request: whoever reads it for the next event finds a deadline of
 * that event's own, and an identity for which passports are made anew. Of the request that began it, it keeps no more.
 */
export class SubscriptionContext implements GatewayContext {
  readonly caller: GatewayContext['caller'];
  readonly receipts: GatewayContext['receipts'] = [];
  readonly listener: Listener;
  readonly forwarded?: GatewayContext['forwarded'];
  private readonly begunWith: RequestIdentity;

  constructor(
    { identity, caller, forwarded }: GatewayContext,
    private readonly eventMs: number,
    listener: Listener,
  ) {
    this.begunWith = identity;
    this.caller = caller;
    this.listener = listener;
    if (forwarded) this.forwarded = forwarded;
  }

  get identity(): RequestIdentity {
    return { ...this.begunWith };
  }

  get deadline(): number {
    return performance.now() + this.eventMs;
  }
}
