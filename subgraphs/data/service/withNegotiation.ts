import assert from 'node:assert/strict';
import type { ActorRole } from '../../kit/contracts/entry.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Tx } from '../../kit/store/tx.js';
import { whereaboutsOf } from '../../kit/store/whereabouts.js';
import type { Licence } from '../domain/licence.js';
import type { Party } from '../domain/licenceState.js';
import type { Offer } from '../domain/offer.js';
import { firstOfferId, holdLicence, insertStep, licencesById, saveLicence } from '../store/licenceStore.js';
import { findOffer } from '../store/offerStore.js';
import { maySee, OF_NOBODY } from './mayKnow.js';

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
  readonly licence: Licence;
  readonly offer: Offer;
  readonly actor: Actor;
}

/**
 * Lets a party of a negotiation take one step. To all but auditors, who may look on, it is as if it were absent.
 *
 * @returns the licence as it stands then, also when the step was taken before.
 * @throws UNAUTHENTICATED, NOT_FOUND, FORBIDDEN, and what the step throws.
 */
export async function withNegotiation(
  store: Store,
  viewer: Viewer,
  id: string,
  step: (negotiation: Negotiation) => Promise<unknown>,
): Promise<Licence> {
  viewer.requireDid();
  const cooperativeId = await whereaboutsOf(store, requireId('lic', id));
  const buyer = await viewer.organization();
  const member = await viewer.memberIn(cooperativeId);
  return store.transaction({ cooperative: cooperativeId }, async (tx) => {
    const licence = await holdLicence(tx, cooperativeId, id);
    const actor: Actor | null =
      buyer && licence?.buyerId === buyer.id
        ? { party: 'BUYER', did: buyer.did, keys: buyer.keys }
        : member?.holds('STEWARD')
          ? { party: 'STEWARDS', did: member.did, keys: member.keys }
          : null;
    if (!(await maySee(viewer, licence ?? OF_NOBODY)) || !licence) {
      throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
    }
    if (!actor) {
      throw COMMON.FORBIDDEN.raise('Only the buyer and the stewards take the steps of a negotiation.');
    }
    await step({ tx, licence, offer: await offerOf(tx, licence), actor });
    return requireLicence(tx, cooperativeId, id);
  });
}

/** The licence, which is known to be there. */
export async function requireLicence(tx: Tx, cooperativeId: string, id: string): Promise<Licence> {
  const [licence] = await licencesById(tx, cooperativeId, [id]);
  assert(licence, `licence ${id} is not in ${cooperativeId}`);
  return licence;
}

/** The offer on the table of a licence. */
export async function offerOf(tx: Tx, { cooperativeId, id, offerId }: Licence): Promise<Offer> {
  const offer = await findOffer(tx, cooperativeId, offerId);
  assert(offer, `licence ${id} lacks its offer`);
  return offer;
}

/** The published offer that a negotiation began with, which may have been withdrawn since. */
export async function publishedOfferOf(tx: Tx, { cooperativeId, id }: Licence): Promise<Offer> {
  const offer = await findOffer(tx, cooperativeId, await firstOfferId(tx, cooperativeId, id));
  assert(offer?.licenceId === null, `licence ${id} did not begin with a published offer`);
  return offer;
}

export interface StepBy {
  readonly party: Party;
  readonly message?: string | null;
}

/** Keeps a changed licence, and the step that changed it in the record of the negotiation. */
export async function keepStep(tx: Tx, licence: Licence, by: StepBy): Promise<void> {
  await saveLicence(tx, licence);
  await recordStep(tx, licence, by);
}

export async function recordStep(tx: Tx, licence: Licence, { party, message }: StepBy): Promise<void> {
  const { cooperativeId, id: licenceId, buyerId, state, offerId } = licence;
  await insertStep(tx, {
    ...{ cooperativeId, id: newId('stp'), licenceId, buyerId, party, state, offerId },
    message: message ?? null,
    takenAt: tx.now,
  });
}

/** A party as the journal names whoever acts. */
const ACTOR_ROLES = { BUYER: 'BUYER', STEWARDS: 'STEWARD', COOPERATIVE: 'SERVICE' } as const satisfies Record<
  Party,
  ActorRole
>;

export function actorRoleOf(party: Party): ActorRole {
  return ACTOR_ROLES[party];
}
