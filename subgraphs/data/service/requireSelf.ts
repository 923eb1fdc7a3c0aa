import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';

/**
 * The viewer's own standing in a co-op, whatever it is: one who is suspended or leaving may still take back
 * what is theirs.
 *
 * @param id - what was asked for; to one who has no part in its co-op it looks as if it were absent.
 * @throws UNAUTHENTICATED, NOT_FOUND
 */
export async function requireSelf(viewer: Viewer, cooperativeId: string, id: string): Promise<Standing> {
  viewer.requireDid();
  const standing = await viewer.memberIn(cooperativeId);
  if (standing) return standing;
  throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
}
