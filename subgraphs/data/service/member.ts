import { COMMON } from '../../kit/errors/table.js';
import type { Standing, Viewer } from '../../kit/identity/viewer.js';

/**
 * The viewer's own standing in a co-op, whatever it is: one who is suspended or leaving may still take back
 * what is theirs.
 *
 * @param id - what was asked for; to one who has no part in its co-op it looks as if it were absent.
 * @throws UNAUTHENTICATED, NOT_FOUND
 */
export async function requireSelf(viewer: Viewer, cooperative: string, id: string): Promise<Standing> {
  viewer.requireDid();
  const standing = await viewer.memberIn(cooperative);
  if (standing) return standing;
  throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
}

/** The viewer's own standing under that member id; null for anyone else's. */
export async function selfAs(viewer: Viewer, memberId: string): Promise<Standing | null> {
  return (await viewer.standings()).find((standing) => standing.memberId === memberId) ?? null;
}
