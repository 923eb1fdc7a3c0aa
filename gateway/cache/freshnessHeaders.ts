import type { GatewayContext } from '../pipeline/requestContext.js';

/** What another request must have in common with this one to be given its answer. */
const VARY = 'origin, accept, authorization, journal-position';
const NONE = {};

/**
 * For how long anybody may keep an answer. Only an answer to nobody is ever called public: whoever has signed in, or
 * has seen something happen, may have to see more.
 *
 * @param maxAgeSeconds - undefined for an answer that is not the same for everybody.
 * @returns no headers where the door's own word holds, which is that nothing may be kept.
 */
export function freshnessHeaders(
  maxAgeSeconds: number | undefined,
  { identity, freshness }: Pick<GatewayContext, 'identity' | 'freshness'>,
): Record<string, string> {
  if (maxAgeSeconds === undefined || !freshness || identity.viewer) return NONE;
  if (Object.keys(identity.positions).length > 0) return NONE;
  return {
    'cache-control': `public, max-age=${maxAgeSeconds}`,
    age: String(freshness.ageSeconds(maxAgeSeconds)),
    vary: VARY,
  };
}
