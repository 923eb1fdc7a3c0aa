import { inOrder } from '../../kit/loaders/loaders.js';
import type { Store } from '../../kit/store/store.js';
import type { Cooperative } from '../domain/cooperative.js';
import type { Dataset } from '../domain/dataset.js';
import type { Offer } from '../domain/offer.js';
import { cooperativesById } from '../store/cooperativeStore.js';
import { datasetsById } from '../store/datasetStore.js';
import { offersOfDatasets } from '../store/offerStore.js';

/** What the catalogue shows everybody, of any co-op. */
export function readDatasets(store: Store) {
  return {
    /** Published datasets in the order of the ids, null where there is none. */
    async byIds(ids: readonly string[]): Promise<(Dataset | null)[]> {
      const datasets = await store.transaction({ reader: 'catalogue' }, (tx) => datasetsById(tx, ids));
      return inOrder(ids, datasets, ({ id }) => id);
    },
    /** Published offers, newest first, in the order of the datasets. */
    async offers(datasetIds: readonly string[]): Promise<Offer[][]> {
      const offers = await store.transaction({ reader: 'catalogue' }, (tx) =>
        offersOfDatasets(tx, datasetIds),
      );
      return datasetIds.map((id) => offers.filter(({ datasetId }) => datasetId === id));
    },
    /** Co-ops as the catalogue knows them, in the order of the ids. */
    async publishers(ids: readonly string[]): Promise<(Cooperative | null)[]> {
      const known = await store.transaction({ reader: 'catalogue' }, (tx) => cooperativesById(tx, ids));
      return inOrder(ids, known, ({ cooperativeId }) => cooperativeId);
    },
  };
}
