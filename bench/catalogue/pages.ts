import type pg from 'pg';
import { searchDatasets, understandSearch } from '../../subgraphs/data/service/searchDatasets.js';
import { conditionOf, conditionsByPlace } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { CatalogueSearch } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { DatasetOrder } from '../../subgraphs/data/store/search/ordering.js';
import type { Store } from '../../subgraphs/kit/store/store.js';
import { PLANS, bareStatement, runBare } from './bare.js';
import type { PageWanted, Plan } from './bare.js';
import { DEPTHS, SEARCHES, keysAt } from './cases.js';
import { cpuMs } from './cpu.js';
import { median, spread, timed } from './figures.js';
import type { Taken } from './figures.js';

const FIRST = 20;
const ORDERS: readonly DatasetOrder[] = ['RELEVANCE', 'TITLE', 'NEWEST', 'RECORDS'];
/** A plan that takes longer than anybody would wait is none. */
const BARE_MS_MAX = 250;
/** Plans that took this many times as long as the quickest are not tried again: none of them is the best. */
const HOPELESS = 4;

export interface Sides {
  readonly store: Store;
  /** A superuser, whom no policy holds up. */
  readonly owner: pg.Client;
  readonly rounds: number;
}

interface Page {
  readonly name: string;
  readonly searchName: string;
  readonly wanted: PageWanted;
}

interface Figure {
  readonly name: string;
  readonly ours: Taken[];
  readonly bare: Map<Plan, Taken[]>;
}

/** Every search in every order at every depth: ours and plain SQL in turn, which must find the same. */
export async function measurePages(
  sides: Sides,
  searches: ReadonlyMap<string, CatalogueSearch>,
): Promise<void> {
  const pids = await pidsOf(sides);
  const figures: Figure[] = [];
  console.log(`\n${row('page, ms', ['ours', ...Object.keys(PLANS), 'ratio', 'of CPU'])}`);
  for (const [searchName, search] of searches) {
    for (const order of ORDERS) {
      if (order === 'RELEVANCE' && search.text === null) continue;
      for (const page of await pagesOf(sides.owner, searchName, search, order)) {
        const figure = await measurePage(sides, page, pids);
        figures.push(figure);
        const times = Object.keys(PLANS).map((plan) => medianOf(figure.bare.get(plan as Plan) ?? [], 'ms'));
        const cells = [medianOf(figure.ours, 'ms'), ...times].map((time) => time.toFixed(1));
        console.log(
          row(figure.name, [...cells, ratio(figure, 'ms').toFixed(2), ratio(figure, 'cpu').toFixed(2)]),
        );
      }
    }
  }
  summarise(figures);
}

async function pagesOf(
  owner: pg.Client,
  searchName: string,
  search: CatalogueSearch,
  order: DatasetOrder,
): Promise<Page[]> {
  const conditions = order === 'RELEVANCE' ? conditionsByPlace(search) : [conditionOf(search)];
  const place = conditions.length - 1;
  const keys = await keysAt(owner, conditions[place]!, order);
  return DEPTHS.flatMap((depth) => {
    const key = keys.get(depth);
    if (depth > 0 && !key) return [];
    const after = depth > 0 ? { place, key: key! } : null;
    const name = `${searchName}, ${order}, ${depth * 100} % in`;
    return [{ name, searchName, wanted: { search, order, after, limit: FIRST + 1 } }];
  });
}

async function measurePage(sides: Sides, { name, searchName, wanted }: Page, pids: Pids): Promise<Figure> {
  const { store, owner, rounds } = sides;
  const { order, after } = wanted;
  const cursor = after && [
    order === 'RELEVANCE' && wanted.search.text === null ? 'NEWEST' : order,
    order === 'RELEVANCE' ? `${after.place} ${after.key[0]}` : after.key[0],
    after.key[1],
  ];
  const figure: Figure = { name, ours: [], bare: new Map() };
  const readOurs = async () => {
    const search = await understandSearch(store)(SEARCHES[searchName]!);
    const hits = await searchDatasets(store)(search, order, { first: FIRST, after: cursor });
    return hits.map(({ dataset }) => dataset.id);
  };
  let plans = Object.keys(PLANS) as Plan[];
  for (let round = -1; round < rounds; round += 1) {
    const tried = new Map<Plan | 'ours', Taken & { value: string[] }>();
    // Whoever comes first in a round waits longer for a processor: each does in turn.
    for (const side of rotated(['ours' as const, ...plans], round + 1)) {
      const result =
        side === 'ours' ? await taken(pids.ours, readOurs) : await tryBare(owner, wanted, side, pids.owner);
      if (result) tried.set(side, result);
    }
    const ours = tried.get('ours')!;
    if (round >= 0) figure.ours.push(ours);
    for (const plan of plans) {
      const bare = tried.get(plan);
      if (!bare) continue;
      if (String(bare.value) !== String(ours.value)) throw new Error(`${name}: ${plan} finds other datasets`);
      if (round >= 0) figure.bare.set(plan, [...(figure.bare.get(plan) ?? []), bare]);
    }
    const quickest = Math.min(...plans.map((plan) => tried.get(plan)?.ms ?? Infinity));
    if (round < 0) plans = plans.filter((plan) => (tried.get(plan)?.ms ?? Infinity) <= quickest * HOPELESS);
  }
  return figure;
}

function rotated<T>(list: readonly T[], by: number): T[] {
  const at = by % list.length;
  return [...list.slice(at), ...list.slice(0, at)];
}

/** Null for a plan that takes too long. */
async function tryBare(
  owner: pg.Client,
  wanted: PageWanted,
  plan: Plan,
  pid: number,
): Promise<(Taken & { value: string[] }) | null> {
  await owner.query('begin');
  try {
    for (const setting of [`statement_timeout = ${BARE_MS_MAX}`, ...PLANS[plan]])
      await owner.query(`set local ${setting}`);
    return await taken(pid, () => runBare(owner, bareStatement(wanted, plan)));
  } catch (error) {
    if ((error as { code?: string }).code === '57014') return null;
    throw error;
  } finally {
    await owner.query('rollback');
  }
}

interface Pids {
  readonly ours: number;
  readonly owner: number;
}

/** Of the server's processes, one for each side: our pool is of one connection. */
async function pidsOf({ store, owner }: Sides): Promise<Pids> {
  const sql = 'select pg_backend_pid() as pid';
  const [ours] = await store.unscoped<{ pid: number }>(sql);
  const { rows } = await owner.query<{ pid: number }>(sql);
  return { ours: ours!.pid, owner: rows[0]!.pid };
}

async function taken<T>(pid: number, work: () => Promise<T>): Promise<Taken & { value: T }> {
  const before = cpuMs(pid);
  const { ms, value } = await timed(work);
  return { ms, cpu: cpuMs(pid) - before, value };
}

function summarise(figures: readonly Figure[]): void {
  const measured = figures.filter(({ bare }) => bare.size > 0);
  for (const kind of ['ms', 'cpu'] as const) {
    console.log(
      `\n${kind === 'ms' ? 'milliseconds' : 'milliseconds of the server’s processor'}, ${figures.length} pages`,
    );
    console.log(`ours: ${spread(figures.flatMap(({ ours }) => ours.map((each) => each[kind])))}`);
    console.log(
      `the best plan of plain SQL for each: ${spread(measured.flatMap((figure) => bestOf(figure, kind)))}`,
    );
    const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
    const all =
      sum(measured.map(({ ours }) => medianOf(ours, kind))) /
      sum(measured.map((figure) => best(figure, kind)));
    const ratios = measured.map((figure) => ratio(figure, kind));
    const within = ratios.filter((each) => each <= 1.3).length / ratios.length;
    console.log(
      `ratio to it: ${spread(ratios)}; ${(within * 100).toFixed(0)} % of pages within 1.3; of all together ${all.toFixed(2)}`,
    );
  }
  const none = figures.length - measured.length;
  if (none > 0) console.log(`${none} pages that no plan of plain SQL found in ${BARE_MS_MAX} ms`);
}

function medianOf(values: readonly Taken[], of: keyof Taken): number {
  return values.length > 0 ? median(values.map((each) => each[of])) : Infinity;
}

function bestOf({ bare }: Figure, of: keyof Taken): number[] {
  const [least] = [...bare.values()].sort((a, b) => medianOf(a, of) - medianOf(b, of));
  return least!.map((each) => each[of]);
}

function best(figure: Figure, of: keyof Taken): number {
  return median(bestOf(figure, of));
}

function ratio(figure: Figure, of: keyof Taken): number {
  return figure.bare.size > 0 ? medianOf(figure.ours, of) / best(figure, of) : 0;
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(60) + cells.map((cell) => cell.padStart(9)).join('');
}
