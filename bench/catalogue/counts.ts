import { facetsOf } from '../../subgraphs/data/service/facets.js';
import { countDatasets } from '../../subgraphs/data/service/searchDatasets.js';
import type { CatalogueSearch } from '../../subgraphs/data/store/search/catalogueQuery.js';
import { spread, timed } from './figures.js';
import type { Sides } from './pages.js';

/** How long the total and the facets of each search take. */
export async function measureCounts(
  { store, rounds }: Pick<Sides, 'store' | 'rounds'>,
  searches: ReadonlyMap<string, CatalogueSearch>,
): Promise<void> {
  const totals: number[] = [];
  const facets: number[] = [];
  console.log(`\n${'counts, ms'.padEnd(60)} ${'total'.padStart(8)} ${'facets'.padStart(8)}   found`);
  for (const [name, search] of searches) {
    for (let round = -1; round < rounds; round += 1) {
      const total = await timed(() => countDatasets(store)(search));
      const facet = await timed(() => facetsOf(store)(search));
      if (round < 0) continue;
      totals.push(total.ms);
      facets.push(facet.ms);
      if (round > 0) continue;
      const found = `${total.value.count}${total.value.estimated ? ' estimated' : ''}`;
      console.log(
        `${name.padEnd(60)} ${total.ms.toFixed(1).padStart(8)} ${facet.ms.toFixed(1).padStart(8)}   ${found}`,
      );
    }
  }
  console.log(`totals: ${spread(totals)} ms; facets: ${spread(facets)} ms`);
}
