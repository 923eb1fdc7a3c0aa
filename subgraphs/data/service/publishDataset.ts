import { DatasetPublished } from '../../kit/contracts/entries/data.js';
import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import type { Store } from '../../kit/store/store.js';
import { requireDatasetTerms } from '../domain/dataset.js';
import type { Column, Dataset, DatasetTerms } from '../domain/dataset.js';
import { insertDataset } from '../store/datasetStore.js';
import { listDatasets } from '../store/search/catalogueEntries.js';
import { requireCooperative } from './requireCharter.js';

export interface PublishDataset extends DatasetTerms {
  readonly cooperativeId: string;
}

/**
 * Publishes a dataset in the catalogue of a co-op. Members may then contribute to it.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer is a steward there, BAD_USER_INPUT, in this order.
 */
export function publishDataset(store: Store) {
  return async (viewer: Viewer, input: PublishDataset): Promise<Dataset> => {
    const cooperativeId = requireId('coop', input.cooperativeId);
    const steward = await viewer.requireSteward(cooperativeId);
    requireDatasetTerms(input);
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      await requireCooperative(tx, cooperativeId);
      const dataset = newDataset(input, tx.now);
      const { id, title, rowsPerMemberMax } = dataset;
      await insertDataset(tx, dataset);
      await listDatasets(tx, [id]);
      tx.append(DatasetPublished, {
        cooperative: cooperativeId,
        actorRole: 'STEWARD',
        actor: steward.did,
        private: { dataset: { id, title, rowsPerMemberMax } },
      });
      return dataset;
    });
  };
}

function newDataset(input: PublishDataset, now: Date): Dataset {
  const { cooperativeId, title, description, keywords, themes, temporal, spatial, rowsPerMemberMax } = input;
  return {
    ...{ cooperativeId, id: newId('dst'), title, description, keywords, themes, spatial, rowsPerMemberMax },
    columns: input.columns.map(plain),
    rowKey: input.rowKey && [...input.rowKey],
    temporal: temporal && { from: temporal.from, until: temporal.until },
    publishedAt: now,
    contributorCount: 0,
    recordCount: 0,
    changedAt: now,
  };
}

/** What is kept of a column is what the domain knows of one, whatever else came with it. */
function plain({ name, type, unit, meaning, sensitivity, bounds, categories, required }: Column): Column {
  return {
    ...{ name, type, unit, meaning, sensitivity, required },
    bounds: bounds && { min: bounds.min, max: bounds.max },
    categories: categories && [...categories],
  };
}
