import type { Store } from '../../kit/store/store.js';
import { facetsOf } from './facets.js';
import { countDatasets, searchDatasets, understandSearch } from './searchDatasets.js';

/** Searches in the datasets of all co-ops. */
export function readCatalogue(store: Store) {
  return {
    understand: understandSearch(store),
    search: searchDatasets(store),
    count: countDatasets(store),
    facets: facetsOf(store),
  };
}
