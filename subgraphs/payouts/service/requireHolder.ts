import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';

/**
 * The viewer as holder of a balance, admitted or not: what a co-op owes somebody does not end with their
 * membership.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN
 */
export async function requireHolder(viewer: Viewer, cooperativeId: string): Promise<Standing> {
  viewer.requireDid();
  const standing = await viewer.memberIn(cooperativeId);
  if (!standing)
    throw COMMON.FORBIDDEN.raise('You hold no balance in this co-op.', { cooperative: cooperativeId });
  return standing;
}
