import type pg from 'pg';
import type { DatasetOrder } from '../../subgraphs/data/store/search/ordering.js';
import { ORDERINGS } from '../../subgraphs/data/store/search/ordering.js';
import { conditionOf, conditionsByPlace, sqlOf } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { CatalogueSearch, Condition } from '../../subgraphs/data/store/search/catalogueQuery.js';
import { Parameters } from '../../subgraphs/data/store/search/parameters.js';
import type { Key } from '../../subgraphs/data/store/search/cataloguePage.js';

/** Ways to one page in plain SQL: as the planner likes, by the order's index alone, by all hits alone. */
export const PLANS = {
  planned: [],
  walked: ['enable_bitmapscan = off', 'enable_seqscan = off', 'enable_sort = off'],
  read: [],
} as const;
export type Plan = keyof typeof PLANS;

export interface PageWanted {
  readonly search: CatalogueSearch;
  readonly order: DatasetOrder;
  readonly after: { place: number; key: Key } | null;
  readonly limit: number;
}

/** One statement that reads the page's datasets, as a superuser whom no policy holds up. */
export function bareStatement(wanted: PageWanted, plan: Plan): { text: string; values: unknown[] } {
  const parameters = new Parameters();
  const byPlace = wanted.order === 'RELEVANCE';
  const conditions = byPlace ? conditionsByPlace(wanted.search) : [conditionOf(wanted.search)];
  const { column, direction } = ORDERINGS[wanted.order];
  const first = wanted.after?.place ?? 0;
  const parts = conditions.slice(first).map((condition, index) => {
    const after = index === 0 ? (wanted.after?.key ?? null) : null;
    return part(condition, wanted, after, first + index, plan, parameters);
  });
  return {
    text: `select d.* from (select * from (${parts.join(' union all ')}) parts limit ${wanted.limit}) page
      join dataset d on d.id = page.dataset_id collate "default" order by place, page.${column} ${direction}, page.dataset_id ${direction}`,
    values: parameters.values,
  };
}

function part(
  condition: Condition,
  { order, limit }: PageWanted,
  after: Key | null,
  place: number,
  plan: Plan,
  parameters: Parameters,
): string {
  const { column, direction, type } = ORDERINGS[order];
  const cooperative = condition.filter.cooperative;
  const where = [
    sqlOf(condition, parameters),
    // The index by co-op and order serves the walk.
    ...(cooperative && plan !== 'read' ? [`e.cooperative_id = ${parameters.add(cooperative)}`] : []),
  ];
  const behind = after
    ? `(${column}, dataset_id) ${direction === 'desc' ? '<' : '>'} (${parameters.add(after[0])}::${type}, ${parameters.add(after[1])})`
    : 'true';
  const from =
    plan === 'read'
      ? `(select * from catalogue_entry e where ${where.join(' and ')} offset 0) e where ${behind}`
      : `catalogue_entry e where ${[...where, behind].join(' and ')}`;
  return `(select dataset_id, ${column}, ${place} as place from ${from}
    order by ${column} ${direction}, dataset_id ${direction} limit ${limit})`;
}

export async function runBare(
  client: pg.Client,
  statement: { text: string; values: unknown[] },
): Promise<string[]> {
  const { rows } = await client.query<{ id: string }>(statement.text, statement.values);
  return rows.map(({ id }) => id);
}
