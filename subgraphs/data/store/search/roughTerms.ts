import type { Store } from '../../../kit/store/store.js';
import { isNarrowedBeside, roughQueries } from './catalogueQuery.js';
import type { CatalogueSearch, RoughFilter } from './catalogueQuery.js';

/**
 * What one entry in so many satisfies, or more of them, is no help to the index: it stands for tens of terms, of each of
 * which the index reads a list for every entry that the other conditions leave, and few of them fall out.
 */
const HELPS_UP_TO_ONE_OF = 20;

/**
 * The filters of a search whose terms the index is better not asked for, since they are compared exactly in the entry
 * as well: by what the statistics of terms tell. One condition at least is left to the index.
 */
export async function unhelpfulFilters(
  store: Pick<Store, 'unscoped'>,
  search: CatalogueSearch,
): Promise<readonly RoughFilter[]> {
  const rough = [...roughQueries(search.filter)];
  const isNarrowed = isNarrowedBeside(search);
  if (rough.length === 0 || (rough.length === 1 && !isNarrowed)) return [];
  const rows = await store.unscoped<{ place: number; hits: number; entries: number }>(
    `select place::int, estimated_hits(query) as hits,
       (select greatest(reltuples, 0) from pg_class where oid = 'catalogue_entry'::regclass) as entries
     from unnest($1::tsquery[]) with ordinality as asked (query, place)`,
    [rough.map(([, query]) => query)],
  );
  const commonestFirst = rows.toSorted((a, b) => b.hits - a.hits);
  const left = isNarrowed ? commonestFirst : commonestFirst.slice(0, -1);
  return left
    .filter(({ hits, entries }) => hits * HELPS_UP_TO_ONE_OF >= entries)
    .map(({ place }) => rough[place - 1]![0]);
}
