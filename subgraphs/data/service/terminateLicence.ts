import type { Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { requireText } from '../domain/dataset.js';
import { LIMITS } from '../domain/limits.js';
import type { Party } from '../domain/negotiation.js';
import { requireMove } from '../domain/negotiation.js';
import type { LicenceRow } from '../store/licenceRow.js';
import { actorRoleOf, withNegotiation, keepStep, offerOf } from './withNegotiation.js';
import type { DataPorts } from './ports.js';

/**
 * Ends a negotiation. A licence that is FINALIZED ends with its term and not before.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, LICENCE_STATE_CONFLICT, BAD_USER_INPUT
 */
export async function terminateLicence(
  { store }: DataPorts,
  viewer: Viewer,
  input: { readonly licence: string; readonly reason: string },
): Promise<LicenceRow> {
  requireText('reason', input.reason, LIMITS.messageCharsMax);
  return withNegotiation({ store }, viewer, input.licence, async ({ tx, licence, actor }) => {
    requireMove(licence.state, 'TERMINATED', actor.party);
    return terminate(tx, licence, input.reason, actor);
  });
}

/** Ends a negotiation whose row is locked, for a reason that both sides will read. */
export async function terminate(
  tx: Tx,
  licence: LicenceRow,
  reason: string,
  by: { readonly party: Party; readonly did?: string },
): Promise<LicenceRow> {
  const accepted = licence.state === 'ACCEPTED';
  const { digest } = await offerOf(tx, licence);
  const change = { state: 'TERMINATED' as const, reason, decision: null };
  const ended = await keepStep(tx, licence, change, { party: by.party, message: reason });
  const values = { licence: licence.id, dataset: licence.datasetId, buyer: licence.buyerId };
  const entry = { cooperative: licence.cooperativeId, actorRole: actorRoleOf(by.party), actor: by.did };
  // A vote may be open on what was accepted; whoever holds it learns that nothing is left to decide.
  if (accepted && by.party !== 'COOPERATIVE') {
    tx.append({ ...entry, type: 'LicenceAcceptanceCancelled', values: { ...values, offerDigest: digest } });
  }
  tx.append({ ...entry, type: 'LicenceTerminated', values: { ...values, reason } });
  return ended;
}
