import type pg from 'pg';
import type { Sight } from './policyTenancy.js';

/** A table, what each scope should show of it, and what is needed to try writing to it. */
export interface TablePlan {
  readonly table: string;
  readonly sights: readonly (Sight & { readonly count: number })[];
  /** A row of the co-op and one of the foreign co-op, as JSON. */
  readonly samples: { readonly own: string; readonly foreign: string };
  /** Columns that an insert gives. */
  readonly columns: readonly string[];
  /** A column that the runtime role may update. */
  readonly updatable: string | undefined;
  readonly mayInsert: boolean;
}

/** As JSON has it: where a co-op has no row to try with. */
export const NONE = 'null';

/** Reads, as the owner, what there is. */
export async function planOf(
  owner: pg.Client,
  table: string,
  sights: readonly Sight[],
  { own, foreign, role }: { own: string; foreign: string; role: string },
): Promise<TablePlan> {
  const counts = sights.map(({ shows }, index) => `count(*) filter (where ${shows}) as c${index}`);
  const [counted] = (await owner.query<Record<string, string>>(`select ${counts.join(', ')} from ${table}`))
    .rows;
  const sample = async (cooperative: string): Promise<string> => {
    const text = `select to_jsonb(t)::text as row from ${table} t where cooperative_id = $1 limit 1`;
    return (await owner.query<{ row: string }>(text, [cooperative])).rows[0]?.row ?? NONE;
  };
  const columns = await owner.query<{ name: string; updatable: boolean; insertable: boolean }>(
    `select quote_ident(attname) as name, has_column_privilege($2::name, $1::regclass, attname, 'UPDATE') as updatable,
       has_column_privilege($2::name, $1::regclass, attname, 'INSERT') as insertable
     from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table, role],
  );
  return {
    table,
    sights: sights.map((sight, index) => ({ ...sight, count: Number(counted![`c${index}`]) })),
    samples: { own: await sample(own), foreign: await sample(foreign) },
    columns: columns.rows.map(({ name }) => name),
    updatable: columns.rows.find(({ updatable }) => updatable)?.name,
    mayInsert: columns.rows.every(({ insertable }) => insertable),
  };
}

/**
 * Tries, as the runtime role, to see and to write the rows of a table in every scope.
 *
 * @param enough - findings after which it need not go on.
 * @returns what is not as it should be, in sentences; none when all is.
 */
export async function findings(runtime: pg.Client, plan: TablePlan, enough = Infinity): Promise<string[]> {
  const found: string[] = [];
  for (const sight of plan.sights) {
    if (found.length >= enough) break;
    const { cooperative, reader, viewer, organization } = sight.settings;
    await runtime.query(
      `select set_config('app.cooperative', $1, true), set_config('app.reader', $2, true),
         set_config('app.viewer', $3, true), set_config('app.organization', $4, true)`,
      [cooperative, reader, viewer, organization],
    );
    found.push(...(await seen(runtime, plan, sight)));
    if (found.length < enough) found.push(...(await written(runtime, plan, sight)));
  }
  return found.map((finding) => `${plan.table}: ${finding}`);
}

async function seen(
  runtime: pg.Client,
  { table }: TablePlan,
  { name, shows, count }: TablePlan['sights'][number],
): Promise<string[]> {
  const { rows } = await runtime.query<{ inside: string; outside: string }>(
    `select count(*) filter (where ${shows}) as inside, count(*) filter (where not coalesce((${shows}), false)) as outside
     from ${table}`,
  );
  const { inside, outside } = rows[0]!;
  return [
    ...(Number(inside) === count ? [] : [`${name} shows ${inside} of its ${count} rows`]),
    ...(outside === '0' ? [] : [`${name} shows ${outside} rows of others`]),
  ];
}

async function written(
  runtime: pg.Client,
  plan: TablePlan,
  { name, writes, settings, count }: TablePlan['sights'][number],
): Promise<string[]> {
  const found: string[] = [];
  const { own, foreign } = plan.samples;
  const isTenant = settings.cooperative !== '';
  const isWorker = settings.reader !== '' && writes;
  if (plan.mayInsert && own !== NONE && foreign !== NONE) {
    const [theirs, others] = name === 'another tenant' ? [foreign, own] : [own, foreign];
    const refused = async (row: string): Promise<boolean> => (await insertion(runtime, plan, row)) === POLICY;
    if ((isTenant || isWorker) && (await refused(theirs))) found.push(`${name} cannot insert`);
    if (!isWorker && !(await refused(isTenant ? others : own))) found.push(`${name} inserts rows of others`);
  }
  if (plan.updatable && !isTenant && !isWorker) {
    // Reads no column, so that only what policies say of updates is tried.
    const changed = await attempt(runtime, `update ${plan.table} set ${plan.updatable} = null`);
    const wanted = writes ? count : 0;
    if (changed !== wanted) found.push(`${name} changes ${changed} rows and not ${wanted}`);
  }
  return found;
}

function insertion(runtime: pg.Client, { table, columns }: TablePlan, row: string) {
  const names = columns.join(', ');
  return attempt(
    runtime,
    `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1::jsonb)`,
    [row],
  );
}

const POLICY = 'row-level security';

/** Does something and undoes it. @returns how many rows it touched, or what stopped it. */
async function attempt(
  runtime: pg.Client,
  sql: string,
  parameters: unknown[] = [],
): Promise<number | string> {
  await runtime.query(`savepoint attempt`);
  try {
    return (await runtime.query(sql, parameters)).rowCount ?? 0;
  } catch (error) {
    const { message } = error as Error;
    return message.includes(POLICY) ? POLICY : message;
  } finally {
    await runtime.query(`rollback to savepoint attempt`);
  }
}
