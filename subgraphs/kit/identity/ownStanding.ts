import { COMMON } from '../errors/table.js';
import type { Standing, Viewer } from './viewer.js';

/**
 * The viewer as that member, whom the field's access has found them to be.
 *
 * @throws FORBIDDEN for a member who is somebody else.
 */
export async function ownStanding(viewer: Viewer, memberId: string): Promise<Standing> {
  const standing = (await viewer.standings()).find((one) => one.memberId === memberId);
  if (!standing) throw COMMON.FORBIDDEN.raise('You may not see this.');
  return standing;
}

/** The co-op in which the viewer is that member. @throws FORBIDDEN */
export async function ownCooperative({ viewer }: { viewer: Viewer }, memberId: string): Promise<string> {
  return (await ownStanding(viewer, memberId)).cooperativeId;
}
