import { newId, requireId } from '../../kit/domain/ids.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { requireDatasetTerms } from '../domain/dataset.js';
import type { Column, DatasetTerms } from '../domain/dataset.js';
import { DatasetRow, toDataset } from '../store/datasetRow.js';
import type { Dataset } from '../store/datasetRow.js';
import { listDatasets } from '../store/search/catalogueEntries.js';
import { cooperativeOf } from './charter.js';
import type { DataPorts } from './ports.js';

export interface PublishDatasetInput extends DatasetTerms {
  readonly cooperative: string;
}

/**
 * Publishes a dataset in the catalogue of a co-op. Members may then contribute to it.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN unless the viewer is a steward there, BAD_USER_INPUT
 */
export async function publishDataset(
  { store }: DataPorts,
  viewer: Viewer,
  input: PublishDatasetInput,
): Promise<Dataset> {
  const cooperative = requireId('coop', input.cooperative);
  const steward = await viewer.requireSteward(cooperative);
  requireDatasetTerms(input);
  return store.transaction({ cooperative }, async (tx) => {
    await cooperativeOf(tx, cooperative);
    const row = rowOf(input, newId('dst'), tx.now);
    await tx.manager.insert(DatasetRow, row);
    await listDatasets(tx, [row.id]);
    await tx.register(row.id, cooperative);
    tx.append({
      type: 'DatasetPublished',
      cooperative,
      actorRole: 'STEWARD',
      actor: steward.did,
      values: { dataset: { id: row.id, title: row.title, rowsPerMemberMax: row.rowsPerMemberMax } },
    });
    return toDataset(row);
  });
}

function rowOf(input: PublishDatasetInput, id: string, now: Date): DatasetRow {
  return {
    cooperativeId: input.cooperative,
    id,
    title: input.title,
    description: input.description,
    keywords: [...input.keywords],
    themes: [...input.themes],
    columns: input.columns.map(plain),
    temporalFrom: input.temporal?.from ?? null,
    temporalUntil: input.temporal?.until ?? null,
    spatial: input.spatial,
    rowsPerMemberMax: input.rowsPerMemberMax,
    publishedAt: now,
    contributorCount: 0,
    recordCount: 0,
    changedAt: now,
  };
}

/** What is kept of a column is what the domain knows of one, whatever else came with it. */
function plain({ name, type, unit, meaning, sensitivity, bounds, categories }: Column): Column {
  return {
    name,
    type,
    unit,
    meaning,
    sensitivity,
    bounds: bounds && { min: bounds.min, max: bounds.max },
    categories: categories && [...categories],
  };
}
