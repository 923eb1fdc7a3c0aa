import type { GatewayContext } from '../execution/context.js';

/**
 * The context of a subscription, which outlives any request: whoever reads it for the next event finds a deadline of
 * that event's own, and an errand for which passports are made anew.
 */
export function lastingContext(
  context: GatewayContext,
  eventMs: number,
  signal: AbortSignal,
): GatewayContext {
  return {
    ...context,
    receipts: [],
    live: { signal, subscriptionsOnly: true, admitted: undefined },
    get errand() {
      return { ...context.errand };
    },
    get deadline() {
      return performance.now() + eventMs;
    },
  };
}
