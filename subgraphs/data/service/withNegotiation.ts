import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Tx } from '../../kit/store/store.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import type { Party } from '../domain/negotiation.js';
import { LicenceRow, NegotiationStepRow } from '../store/licenceRow.js';
import type { Offer } from '../store/offerRow.js';
import { maySee, OF_NOBODY } from './readLicences.js';
import { findOffer } from './offers.js';
import type { DataPorts } from './ports.js';

/** Who takes a step, for the licence at hand. */
export interface Actor {
  readonly party: Exclude<Party, 'COOPERATIVE'>;
  readonly did: string;
  /** Active public keys, multibase. */
  readonly keys: readonly string[];
}

/** A licence whose row is locked, with the offer on its table and the party that acts. */
export interface Negotiation {
  readonly tx: Tx;
  readonly licence: LicenceRow;
  readonly offer: Offer;
  readonly actor: Actor;
}

/**
 * Lets a party of a negotiation take one step. To all but auditors, who may look on, it is as if it were absent.
 *
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, and what the step throws.
 */
export async function withNegotiation<T>(
  { store }: Pick<DataPorts, 'store'>,
  viewer: Viewer,
  id: string,
  step: (table: Negotiation) => Promise<T>,
): Promise<T> {
  viewer.requireDid();
  const cooperative = await whereaboutsOf(store, requireId('lic', id));
  const buyer = await viewer.organization();
  const member = await viewer.memberIn(cooperative);
  return store.transaction({ cooperative }, async (tx) => {
    const licence = await lockLicence(tx, cooperative, id);
    const actor: Actor | null =
      buyer && licence?.buyerId === buyer.id
        ? { party: 'BUYER', did: buyer.did, keys: buyer.keys }
        : member?.holds('STEWARD')
          ? { party: 'STEWARDS', did: member.did, keys: member.keys }
          : null;
    if (!(await maySee(viewer, licence ?? OF_NOBODY)) || !licence) {
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
    }
    if (!actor) throw COMMON.FORBIDDEN.raise('Only the two parties take the steps of a negotiation.');
    return step({ tx, licence, offer: await offerOf(tx, licence), actor });
  });
}

export function lockLicence(tx: Tx, cooperative: string, id: string): Promise<LicenceRow | null> {
  return tx.manager
    .createQueryBuilder(LicenceRow, 'licence')
    .where('licence.cooperativeId = :cooperative and licence.id = :id', { cooperative, id })
    .setLock('pessimistic_write')
    .getOne();
}

export async function offerOf(tx: Tx, licence: LicenceRow): Promise<Offer> {
  const offer = await findOffer(tx, licence.cooperativeId, licence.offerId);
  if (!offer) throw new Error(`licence ${licence.id} lacks its offer`);
  return offer;
}

/** Keeps a changed licence, and the step that changed it in the record of the negotiation. */
export async function keepStep(
  tx: Tx,
  licence: LicenceRow,
  change: Partial<Omit<LicenceRow, 'id' | 'cooperativeId'>>,
  by: { party: Party; message?: string | null },
): Promise<LicenceRow> {
  const changed = { ...licence, ...change, changedAt: tx.now };
  await tx.manager.save(LicenceRow, changed);
  await recordStep(tx, changed, by);
  return changed;
}

export async function recordStep(
  tx: Tx,
  licence: LicenceRow,
  { party, message }: { party: Party; message?: string | null },
): Promise<void> {
  await tx.manager.insert(NegotiationStepRow, {
    cooperativeId: licence.cooperativeId,
    id: newId('stp'),
    licenceId: licence.id,
    buyerId: licence.buyerId,
    party,
    state: licence.state,
    offerId: licence.offerId,
    message: message ?? null,
    takenAt: tx.now,
  });
}

/** What an ended acceptance leaves of itself. */
export const NO_ACCEPTANCE = {
  acceptance: null,
  acceptanceDigest: null,
  decideBy: null,
  proposalId: null,
  decision: null,
} as const;

export function actorRoleOf(party: Party): string {
  return { BUYER: 'BUYER', STEWARDS: 'STEWARD', COOPERATIVE: 'SERVICE' }[party];
}
