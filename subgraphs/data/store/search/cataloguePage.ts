import type { Store } from '../../../kit/store/store.js';
import type { Dataset } from '../../domain/dataset.js';
import { datasetOfColumns } from '../datasetRow.js';
import type { DatasetColumns } from '../datasetRow.js';
import type { Condition } from './catalogueQuery.js';
import { offerAsked } from './offersCompared.js';
import type { Ordering } from './ordering.js';
import { FEW_MAX } from './pageFunction.js';

export type Key = readonly [value: string | number, id: string];

export interface Found {
  readonly dataset: Dataset;
  readonly key: Key;
  /** Which of the conditions it satisfies. */
  readonly part: number;
}

interface PageQuestion {
  /** Of one search, and no entry satisfies two: those of the first stand first. */
  readonly conditions: readonly Condition[];
  readonly ordering: Ordering;
  /** Behind this key among the entries that satisfy this condition. */
  readonly after: { readonly part: number; readonly key: Key } | null;
  readonly limit: number;
  /** Sampled hits up to which all hits are read, if not as many as usual. */
  readonly fewMax?: number | undefined;
}

type Row = DatasetColumns & { part: number; value: string | number | Date };

/**
 * The datasets behind a key, in order.
 *
 * @see pageFunction.ts
 */
export async function readPage(
  store: Pick<Store, 'unscoped'>,
  { conditions, ordering, after, limit, fewMax }: PageQuestion,
): Promise<Found[]> {
  const { column, type } = ordering;
  const { cooperative, temporal, priceMax } = conditions[0]!.filter;
  const rows = await store.unscoped<Row>(
    `select page.part, page.value, (page.found).* from catalogue_by_${column}(
       $1::tsquery[], $2, $3::${type}, $4, $5, $6, $7, $8, $9::bigint, $10::jsonb, $11, $12) page`,
    [
      conditions.map((condition) => (isUnconditional(condition) ? null : condition.query)),
      (after?.part ?? 0) + 1,
      after?.key[0] ?? null,
      after?.key[1] ?? null,
      cooperative ? cooperative : null,
      temporal?.from ?? null,
      temporal?.until ?? null,
      priceMax?.currency ?? null,
      priceMax?.amountMinor.toString() ?? null,
      offerAsked(conditions[0]!.filter),
      limit,
      fewMax ?? FEW_MAX,
    ],
  );
  return rows.map((row) => ({
    dataset: datasetOfColumns(row),
    key: [valueOf(row.value), row.id],
    part: row.part - 1,
  }));
}

/** The index of a co-op's entries in this order holds nothing but what satisfies it. */
function isUnconditional({ query, filter }: Condition): boolean {
  if (query === null) return true;
  const { cooperative, ...others } = filter;
  const isGiven = (value: unknown) => value !== null && value !== undefined;
  return isGiven(cooperative) && !Object.values(others).some(isGiven) && !query.includes(' ');
}

function valueOf(value: string | number | Date): string | number {
  return value instanceof Date ? value.toISOString() : value;
}
