import type { Store } from '../../../kit/store/store.js';
import { datasetOfColumns } from '../datasetRow.js';
import type { Dataset, DatasetColumns } from '../datasetRow.js';
import { sqlOf } from './catalogueQuery.js';
import type { Condition } from './catalogueQuery.js';
import type { Ordering } from './ordering.js';
import { Parameters } from './parameters.js';
import { SAMPLE } from './sample.js';

/**
 * Entries that are looked at one after another in the order asked for, before a page is found by reading all hits: hits
 * that lie together at the far end of an order would have a walk look at everything before them.
 */
const WALK_MAX = 4_000;
/** An entry on a walk is judged by its words, which stand beside it; a hit that the index found is not judged again. */
const WALKED_COSTS_READ = 3;

export type Key = readonly [value: string | number, id: string];

export interface Found {
  readonly dataset: Dataset;
  readonly key: Key;
}

interface PageQuestion {
  readonly condition: Condition;
  readonly ordering: Ordering;
  readonly after: Key | null;
  readonly limit: number;
  /** Entries that a walk looks at. */
  readonly walkMax?: number;
}

type Ports = Pick<Store, 'unscoped' | 'transaction'>;
type Run = (sql: string, values: unknown[]) => Promise<Row[]>;
type Row = DatasetColumns & { value: string | number | Date; few: boolean };

/**
 * The entries behind a key, in order. Few hits are all read and put in order; of many, the order's index is walked
 * until the page is full. Which of both is judged by the hits among the sampled entries, within the same statement.
 */
export async function readPage(store: Ports, question: PageQuestion): Promise<Found[]> {
  const { condition, limit } = question;
  const run: Run = (sql, values) => store.unscoped(sql, values);
  if (isUnconditional(condition)) return (await ask(run, question, 'walk')).found;
  const { found, few } = await ask(run, question, 'judge');
  if (few || found.length === limit || (await isWalkedToTheEnd(store, question))) return found;
  return readAll(store, question);
}

/**
 * By all hits, many as they are. The planner takes words for as cheap to read in a table as anything else there, and is kept
 * from it.
 */
function readAll(store: Ports, question: PageQuestion): Promise<Found[]> {
  return store.transaction({ reader: 'catalogue' }, async (tx) => {
    await tx.query('set local enable_seqscan = off');
    return (await ask((sql, values) => tx.query(sql, values), question, 'read')).found;
  });
}

/** The index of a co-op's entries in this order holds nothing but what satisfies it. */
function isUnconditional({ query, filter }: Condition): boolean {
  if (query === null) return true;
  const { cooperative, ...others } = filter;
  const isGiven = (value: unknown) => value !== null && value !== undefined;
  return isGiven(cooperative) && !Object.values(others).some(isGiven) && !query.includes(' ');
}

async function ask(
  run: Run,
  { condition, ordering, after, limit, walkMax = WALK_MAX }: PageQuestion,
  way: 'judge' | 'walk' | 'read',
): Promise<{ found: Found[]; few: boolean }> {
  const { column, direction } = ordering;
  const parameters = new Parameters();
  const order = `order by ${column} ${direction}, dataset_id ${direction}`;
  const behind = following(ordering, after, parameters);
  const cooperative = condition.filter.cooperative;
  const within = cooperative ? `cooperative_id = ${parameters.add(cooperative)}` : 'true';
  const all = isUnconditional(condition);
  const hit = all ? 'true' : sqlOf(condition, parameters);
  const picked = `dataset_id, ${column}`;
  const walk = (guard: string) => `
    (select ${picked} from
      (select * from catalogue_entry where ${within} and ${behind} ${order}${all ? '' : ` limit ${walkMax}`}) e
     where ${guard} and ${hit} ${order} limit ${limit})`;
  const read = (guard: string) => `
    (select ${picked} from (select * from catalogue_entry e where ${guard} and ${hit} offset 0) e
     where ${behind} ${order} limit ${limit})`;
  const ways = {
    walk: () => walk('true'),
    read: () => read('true'),
    judge: () => `${read('(select few from judged)')} union all ${walk('not (select few from judged)')}`,
  };
  const page = ways[way]();
  const judged = way === 'judge' ? judgement(condition, limit, parameters) : 'select true as few';
  // The index of datasets is in the database's own collation: ids in another would have it read the whole table.
  const rows = await run(
    `with judged as materialized (${judged}),
       page as materialized (select * from (${page}) found ${order} limit ${limit})
     select judged.few, page.${column} as value, d.* from judged
       left join (page join published_datasets(array(select dataset_id collate "default" from page)) d
         on d.id collate "C" = page.dataset_id) on true
     order by page.${column} ${direction}, page.dataset_id ${direction}`,
    parameters.values,
  );
  const found = rows
    .filter(({ id }) => id !== null)
    .map((row): Found => ({ dataset: datasetOfColumns(row), key: [valueOf(row.value), row.id] }));
  return { found, few: rows[0]!.few };
}

/**
 * Whether all hits are fewer than the entries that a walk would pass to fill a page, if hits lie evenly: of n hits among N
 * entries, N / n for each row of the page. So many sampled hits are looked for as settle it, and no more.
 */
function judgement(condition: Condition, limit: number, parameters: Parameters): string {
  return `select count(sampled) < least_many as few
    from (select sqrt(${WALKED_COSTS_READ * limit}::float8 * greatest(reltuples, 0)) / ${SAMPLE.oneOf} as least_many
      from pg_class where oid = 'catalogue_entry'::regclass) known
    left join lateral (select 1 as sampled from catalogue_entry e where ${sqlOf(condition, parameters, true)}
      limit least_many::bigint + 1) sampled on true
    group by least_many`;
}

/** Whether fewer entries stand behind the key than a walk looks at: then the walk has seen them all. */
async function isWalkedToTheEnd(
  store: Pick<Store, 'unscoped'>,
  { ordering, after, condition, walkMax = WALK_MAX }: PageQuestion,
): Promise<boolean> {
  const parameters = new Parameters();
  const behind = following(ordering, after, parameters);
  const cooperative = condition.filter.cooperative;
  const within = cooperative ? `cooperative_id = ${parameters.add(cooperative)}` : 'true';
  const [row] = await store.unscoped<{ entries: number }>(
    `select count(*)::int as entries from
       (select 1 from catalogue_entry where ${within} and ${behind} limit ${walkMax + 1}) e`,
    parameters.values,
  );
  return row!.entries <= walkMax;
}

function following({ column, type, direction }: Ordering, after: Key | null, parameters: Parameters): string {
  if (!after) return 'true';
  const [value, id] = after;
  const place = `(${parameters.add(value)}::${type}, ${parameters.add(id)})`;
  return `(${column}, dataset_id) ${direction === 'desc' ? '<' : '>'} ${place}`;
}

function valueOf(value: string | number | Date): string | number {
  return value instanceof Date ? value.toISOString() : value;
}
