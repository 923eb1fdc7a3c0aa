import { labelOf } from '../../kit/domain/purposes.js';
import type { Store } from '../../kit/store/store.js';
import { conditionOf } from '../store/search/catalogueQuery.js';
import type { CatalogueSearch } from '../store/search/catalogueQuery.js';
import { countFacets } from '../store/search/catalogueCounts.js';
import type { FacetCount, FacetName } from '../store/search/catalogueCounts.js';

export interface Facets extends Readonly<Record<FacetName, FacetCount[]>> {
  readonly estimated: boolean;
}

/** The values that would narrow a search, with how many datasets each would leave; the commonest 50 of each. */
export function facetsOf(store: Pick<Store, 'unscoped'>) {
  return async (search: CatalogueSearch): Promise<Facets> => {
    const { rows, estimated } = await countFacets(store, conditionOf(search));
    const of = (name: FacetName): FacetCount[] =>
      rows.filter(({ facet }) => facet === name).map(({ value, label, count }) => ({ value, label, count }));
    return {
      estimated,
      themes: of('themes'),
      cooperatives: of('cooperatives'),
      purposes: of('purposes').map((facet) => ({ ...facet, label: labelOf(facet.value) })),
    };
  };
}
