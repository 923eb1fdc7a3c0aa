import type { Viewer } from '../../kit/identity/viewer.js';
import { NOWHERE } from '../../kit/store/scope.js';

export interface PartyOf {
  readonly buyerId: string | null;
  readonly cooperativeId: string;
}

/** In place of what is not there, so that a viewer is judged in the same way. */
export const OF_NOBODY = { buyerId: null, cooperativeId: NOWHERE, proposalId: null };

/** Is the viewer a party to this licence, or an auditor of its co-op? */
export async function maySee(viewer: Viewer, { buyerId, cooperativeId }: PartyOf): Promise<boolean> {
  if (!viewer.did) return false;
  if ((await viewer.organization())?.id === buyerId) return true;
  const standing = await viewer.memberIn(cooperativeId);
  return standing !== null && (standing.holds('STEWARD') || standing.holds('AUDITOR'));
}

/**
 * May the viewer know of this licence? Its parties may and, once it has come before the members, whoever was admitted
 * to its co-op: they voted on it, or are paid for it.
 */
export async function mayKnow(
  viewer: Viewer,
  licence: PartyOf & { readonly proposalId: string | null },
): Promise<boolean> {
  if (await maySee(viewer, licence)) return true;
  return licence.proposalId !== null && Boolean((await viewer.memberIn(licence.cooperativeId))?.wasAdmitted);
}
