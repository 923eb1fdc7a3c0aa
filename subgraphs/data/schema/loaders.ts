import {
  cooperativesByIds,
  licencesByIds,
  offersByIds,
  offersOfDatasets,
  stepsOf,
} from '../service/readLicences.js';
import { datasetsByIds } from '../service/datasets.js';
import type { CooperativeRow } from '../store/charterRow.js';
import type { Dataset } from '../store/datasetRow.js';
import type { LicenceRow, NegotiationStepRow } from '../store/licenceRow.js';
import type { Offer } from '../store/offerRow.js';
import type { Context } from './context.js';

export function datasetLoader({ loader, services }: Context) {
  return loader<string, Dataset | null>('dataset', (ids) => datasetsByIds(services, ids));
}

/** Offers by id, whoever asks: what is not published must be judged by the caller. */
export function offerLoader({ loader, services }: Context) {
  return loader<string, Offer | null>('offer', (ids) => offersByIds(services, ids));
}

/** Published offers by dataset. */
export function offersLoader({ loader, services }: Context) {
  return loader<string, Offer[]>('offers of dataset', (ids) => offersOfDatasets(services, ids));
}

/** Licences by id, whoever asks: callers judge what may be seen. */
export function licenceLoader({ loader, services }: Context) {
  return loader<string, LicenceRow | null>('licence', (ids) => licencesByIds(services, ids));
}

export function stepsLoader({ loader, services }: Context) {
  return loader<LicenceRow, NegotiationStepRow[]>('steps of licence', (licences) =>
    stepsOf(services, licences),
  );
}

export function cooperativeLoader({ loader, services }: Context) {
  return loader<string, CooperativeRow | null>('cooperative', (ids) => cooperativesByIds(services, ids));
}
