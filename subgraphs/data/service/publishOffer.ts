import { OfferPublished } from '../../kit/contracts/entries/data.js';
import { requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import type { Offer, OfferTerms } from '../domain/offer.js';
import { listDatasets } from '../store/search/catalogueEntries.js';
import { makeOffer } from './makeOffer.js';
import { requireCharter } from './requireCharter.js';
import { requireDataset } from './requireDataset.js';

export interface PublishOffer {
  readonly datasetId: string;
  readonly terms: OfferTerms;
}

/**
 * Publishes terms on which a dataset may be licensed.
 *
 * @throws NOT_FOUND, UNAUTHENTICATED, FORBIDDEN unless the viewer is a steward there; PURPOSE_PROHIBITED,
 *   PURPOSE_NOT_ALLOWED, BAD_USER_INPUT, PRICE_CURRENCY_MISMATCH, in this order.
 */
export function publishOffer(store: Store) {
  return async (viewer: Viewer, { datasetId, terms }: PublishOffer): Promise<Offer> => {
    const cooperativeId = await store.home(requireId('dst', datasetId));
    const steward = await viewer.requireSteward(cooperativeId);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await requireDataset(tx, cooperativeId, datasetId);
      const charter = await requireCharter(tx, cooperativeId);
      const offer = await makeOffer(tx, { datasetId, negotiation: null }, terms, charter);
      await listDatasets(tx, [datasetId]);
      tx.append(OfferPublished, {
        cooperative: cooperativeId,
        actorRole: 'STEWARD',
        actor: steward.did,
        public: { offer: offer.digest },
        private: { offer: offer.id, dataset: datasetId, charterVersion: offer.charterVersion },
      });
      return offer;
    });
  };
}
