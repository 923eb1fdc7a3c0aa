import { COMMON } from '../../kit/errors/table.js';
import { requireText } from '../domain/dataset.js';
import { LIMITS } from '../domain/limits.js';
import { Parameters, hits, rank } from '../store/catalogueQuery.js';
import type { CatalogueSearch } from '../store/catalogueQuery.js';
import type { Dataset } from '../store/datasetRow.js';
import { datasetsByIds } from './datasets.js';
import type { DataPorts } from './ports.js';

export type DatasetOrder = 'RELEVANCE' | 'TITLE' | 'NEWEST' | 'RECORDS';

/** Order, the value by which it orders, id: a cursor of one order means nothing in another. */
export type DatasetKey = [DatasetOrder, string | number, string];

export interface Hit {
  readonly dataset: Dataset;
  readonly key: DatasetKey;
}

interface Ordering {
  /** SQL of the value; what ranks the hits is made only by the order that asks for it. */
  readonly value: (rank: () => string) => string;
  readonly type: 'float8' | 'text' | 'timestamptz' | 'int';
  readonly descending: boolean;
  /** Whether a value from a cursor is of its kind. */
  readonly accepts: (value: string | number) => boolean;
}

const ORDERINGS: Record<DatasetOrder, Ordering> = {
  RELEVANCE: { value: (ranked) => ranked(), type: 'float8', descending: true, accepts: Number.isFinite },
  // By code point: no locale of a server may change the place of a cursor.
  TITLE: {
    value: () => `lower(d.title) collate "C"`,
    type: 'text',
    descending: false,
    accepts: (value) => typeof value === 'string' && !value.includes('\0'),
  },
  NEWEST: {
    value: () => 'd.published_at',
    type: 'timestamptz',
    descending: true,
    accepts: (value) =>
      typeof value === 'string' &&
      /^\d{4}-\d\d-\d\dT[\d:.]{8,12}Z$/.test(value) &&
      !Number.isNaN(Date.parse(value)),
  },
  RECORDS: {
    value: () => 'd.record_count',
    type: 'int',
    descending: true,
    accepts: (value) => Number.isInteger(value) && Math.abs(Number(value)) < 2 ** 31,
  },
};

/**
 * Searches the datasets of all co-ops. The order is total and each row keeps its place in it while others are
 * added, so a walk from cursor to cursor meets each dataset that was there at its start exactly once. (By
 * RECORDS, a dataset moves when its public count does.)
 *
 * @returns one hit more than asked for, if there are more.
 * @throws BAD_USER_INPUT
 */
export async function searchDatasets(
  ports: Pick<DataPorts, 'store'>,
  search: CatalogueSearch,
  asked: DatasetOrder,
  page: { first: number; after: (string | number)[] | null },
): Promise<Hit[]> {
  requireSearch(search);
  const order = asked === 'RELEVANCE' && search.text === null ? 'NEWEST' : asked;
  const ordering = ORDERINGS[order];
  const parameters = new Parameters();
  const value = ordering.value(() => rank(search, parameters));
  const from = hits(search, parameters);
  const after = page.after ? `where ${following(order, page.after, parameters)}` : '';
  const direction = ordering.descending ? 'desc' : 'asc';
  const rows = await ports.store.transaction({ reader: 'catalogue' }, (tx) =>
    tx.query<{ id: string; value: string | number | Date }>(
      `select id, value from (select d.id, ${value} as value ${from}) hit ${after}
       order by value ${direction}, id ${direction} limit ${page.first + 1}`,
      parameters.values,
    ),
  );
  const datasets = await datasetsByIds(
    ports,
    rows.map(({ id }) => id),
  );
  return rows.flatMap(({ id, value: at }, index): Hit[] => {
    const dataset = datasets[index];
    return dataset ? [{ dataset, key: [order, at instanceof Date ? at.toISOString() : at, id] }] : [];
  });
}

function following(
  order: DatasetOrder,
  [of, value, id]: (string | number)[],
  parameters: Parameters,
): string {
  const { type, descending, accepts } = ORDERINGS[order];
  if (of !== order || value === undefined || !accepts(value) || typeof id !== 'string') {
    throw COMMON.BAD_USER_INPUT.raise('This cursor is not one of this list.');
  }
  const collate = type === 'text' ? ' collate "C"' : '';
  const place = `(${parameters.add(value)}::${type}${collate}, ${parameters.add(id)})`;
  return `(value, id) ${descending ? '<' : '>'} ${place}`;
}

/** How many datasets a search finds. */
export async function countDatasets(
  { store }: Pick<DataPorts, 'store'>,
  search: CatalogueSearch,
): Promise<number> {
  const parameters = new Parameters();
  const from = hits(search, parameters);
  const [row] = await store.transaction({ reader: 'catalogue' }, (tx) =>
    tx.query<{ count: number }>(`select count(*)::int as count ${from}`, parameters.values),
  );
  return row!.count;
}

/** @throws BAD_USER_INPUT */
export function requireSearch({ text, filter }: CatalogueSearch): void {
  if (text !== null) requireText('search', text, LIMITS.titleCharsMax);
  for (const field of ['themes', 'keywords'] as const) {
    const words = filter[field] ?? [];
    if (words.length > LIMITS.listMax) {
      throw COMMON.BAD_USER_INPUT.raise(`At most ${LIMITS.listMax}.`, { field });
    }
    for (const word of words) requireText(field, word, LIMITS.wordCharsMax);
  }
  const { temporal } = filter;
  if (temporal && !(temporal.from < temporal.until)) {
    throw COMMON.BAD_USER_INPUT.raise('A span begins before it ends.', { field: 'temporal' });
  }
}
