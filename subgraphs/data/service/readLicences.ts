import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Licence, NegotiationStep } from '../domain/licence.js';
import type { NegotiationState } from '../domain/licenceState.js';
import type { Offer } from '../domain/offer.js';
import { licencesById, licencesOf, stepsOf } from '../store/licenceStore.js';
import type { LicencesOf } from '../store/licenceStore.js';
import { offersById } from '../store/offerStore.js';
import { byCooperative } from '../../kit/store/byCooperative.js';

/** Licences and their offers, whoever asks: callers judge what may be seen. */
export function readLicences(store: Store) {
  return {
    /** In the order of the ids, null where there is none. */
    byIds: (ids: readonly string[]): Promise<(Licence | null)[]> => byCooperative(store, ids, licencesById),
    /** The same of offers, published or made in a negotiation. */
    offersByIds: (ids: readonly string[]): Promise<(Offer | null)[]> => byCooperative(store, ids, offersById),
    /** Newest first, one more than asked for. */
    page(of: LicencesOf, state: NegotiationState | null, { first, after }: PageRequest): Promise<Licence[]> {
      const scope = 'buyerId' in of ? { organization: of.buyerId } : { cooperative: of.cooperativeId };
      return store.transaction(scope, (tx) =>
        licencesOf(tx, of, state, after && String(after[0]), first + 1),
      );
    },
    /** The steps of negotiations, oldest first, in the order of the licences. */
    async steps(licences: readonly OneLicence[]): Promise<NegotiationStep[][]> {
      const steps: NegotiationStep[] = [];
      for (const cooperativeId of new Set(licences.map((licence) => licence.cooperativeId))) {
        const own = licences.filter((licence) => licence.cooperativeId === cooperativeId);
        const ids = own.map(({ id }) => id);
        const scope = { cooperative: cooperativeId };
        steps.push(...(await store.transaction(scope, (tx) => stepsOf(tx, cooperativeId, ids))));
      }
      return licences.map(({ id }) => steps.filter(({ licenceId }) => licenceId === id));
    },
  };
}

export interface OneLicence {
  readonly cooperativeId: string;
  readonly id: string;
}
