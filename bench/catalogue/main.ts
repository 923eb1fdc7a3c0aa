import { join } from 'node:path';
import pg from 'pg';
import { facetsOf } from '../../subgraphs/data/service/facets.js';
import {
  countDatasets,
  searchDatasets,
  understandSearch,
} from '../../subgraphs/data/service/searchDatasets.js';
import { conditionOf, conditionsByPlace } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { CatalogueSearch } from '../../subgraphs/data/store/search/catalogueQuery.js';
import type { DatasetOrder } from '../../subgraphs/data/store/search/ordering.js';
import { MIGRATIONS } from '../../subgraphs/data/store/migrations/index.js';
import { ROWS } from '../../subgraphs/data/store/rows.js';
import { ensureDatabase, openDatabase, roleNames } from '../../subgraphs/kit/store/database.js';
import { startEmbeddedPostgres } from '../../subgraphs/kit/store/embeddedPostgres.js';
import { createStore } from '../../subgraphs/kit/store/store.js';
import { PLANS, bareStatement, runBare } from './bare.js';
import type { PageWanted, Plan } from './bare.js';
import { DEPTHS, SEARCHES, keyAt } from './cases.js';
import { median, percentile, timed } from './figures.js';
import { seed } from './seed.js';

/**
 * How long a page, its total and its facets take in a large catalogue, beside the best of several plain SQL plans for the
 * same page: `npm run bench:catalogue -- [datasets] [rounds] [folder to keep the rows in]`
 */
const [datasets = '1000000', rounds = '5', folder = '/tmp/bench-catalogue'] = process.argv.slice(2);
const FIRST = 20;
const ORDERS: readonly DatasetOrder[] = ['RELEVANCE', 'TITLE', 'NEWEST', 'RECORDS'];

interface Figure {
  readonly name: string;
  readonly ours: number[];
  readonly bare: Record<Plan, number[]>;
}

const postgres = await startEmbeddedPostgres(folder, ['fsync=off']);
const ownerUrl = postgres.url('catalogue');
await ensureDatabase(postgres.url('postgres'), 'catalogue');
const source = await openDatabase({
  ownerUrl,
  rows: ROWS,
  migrations: MIGRATIONS,
  roles: roleNames('bench', 'data'),
  rolePassword: 'bench',
  clockOffsetSeconds: 0,
  limits: { poolMax: 2, connectTimeoutMs: 10_000, lockTimeoutMs: 5_000, statementTimeoutMs: 60_000 },
});
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
const store = createStore({ service: 'data', source, onAppend: () => undefined });
try {
  await seedOnce();
  const searches = new Map<string, CatalogueSearch>();
  for (const [name, asked] of Object.entries(SEARCHES))
    searches.set(name, await understandSearch({ store }, asked));
  await measurePages(searches);
  await measureCounts(searches);
} finally {
  await owner.end();
  await store.close();
  await postgres.stop();
}

async function seedOnce(): Promise<void> {
  const { rows } = await owner.query<{ count: string }>('select count(*) from dataset');
  if (rows[0]!.count === datasets) return;
  if (rows[0]!.count !== '0')
    throw new Error(`${folder} holds ${rows[0]!.count} datasets: give another folder`);
  const { ms } = await timed(() => seed(owner, join(folder, 'rows'), Number(datasets)));
  console.log(`${datasets} datasets seeded in ${(ms / 1_000).toFixed(0)} s`);
}

async function measurePages(searches: ReadonlyMap<string, CatalogueSearch>): Promise<void> {
  const figures: Figure[] = [];
  console.log(`\n${row('page, ms', ['ours', ...Object.keys(PLANS), 'ratio'])}`);
  for (const [name, search] of searches) {
    for (const order of ORDERS) {
      if (order === 'RELEVANCE' && search.text === null) continue;
      for (const depth of DEPTHS) {
        const wanted = await pageAt(search, order, depth);
        if (!wanted) continue;
        const figure = await measurePage(`${name}, ${order}, ${depth * 100} % in`, name, wanted);
        figures.push(figure);
        const times = [figure.ours, ...Object.values(figure.bare)].map((own) => median(own).toFixed(1));
        console.log(row(figure.name, [...times, ratio(figure).toFixed(2)]));
      }
    }
  }
  summarise(figures);
}

function summarise(figures: readonly Figure[]): void {
  const ours = figures.flatMap((figure) => figure.ours);
  const bests = figures.flatMap(({ bare }) => Object.values(bare).sort((a, b) => median(a) - median(b))[0]!);
  const ratios = figures.map(ratio);
  const sum = (of: (figure: Figure) => number) => figures.reduce((total, figure) => total + of(figure), 0);
  const all = sum(({ ours: own }) => median(own)) / sum(best);
  console.log(`\npages: ${figures.length}, ${spread(ours)} ms`);
  console.log(`the best plan of plain SQL for each: ${spread(bests)} ms`);
  console.log(`ratio to it: ${spread(ratios)}, of all times together ${all.toFixed(2)}`);
}

function best({ bare }: Figure): number {
  return Math.min(...Object.values(bare).map(median));
}

function ratio(figure: Figure): number {
  return median(figure.ours) / best(figure);
}

function spread(values: readonly number[]): string {
  return [50, 95, 100].map((percent) => `p${percent} ${percentile(values, percent)}`).join(', ');
}

function row(name: string, cells: readonly string[]): string {
  return name.padEnd(60) + cells.map((cell) => cell.padStart(9)).join('');
}

async function pageAt(
  search: CatalogueSearch,
  order: DatasetOrder,
  depth: number,
): Promise<PageWanted | null> {
  const conditions = order === 'RELEVANCE' ? conditionsByPlace(search) : [conditionOf(search)];
  if (depth === 0) return { search, order, after: null, limit: FIRST + 1 };
  const place = conditions.length - 1;
  const key = await keyAt(owner, conditions[place]!, order, depth);
  return key && { search, order, after: { place, key }, limit: FIRST + 1 };
}

async function measurePage(name: string, searchName: string, wanted: PageWanted): Promise<Figure> {
  const { order, after } = wanted;
  const cursor = after && [
    order === 'RELEVANCE' && wanted.search.text === null ? 'NEWEST' : order,
    order === 'RELEVANCE' ? `${after.place} ${after.key[0]}` : after.key[0],
    after.key[1],
  ];
  const figure: Figure = { name, ours: [], bare: { planned: [], walked: [], read: [] } };
  for (let round = -1; round < Number(rounds); round += 1) {
    const { ms, value } = await timed(async () => {
      const search = await understandSearch({ store }, SEARCHES[searchName]!);
      return searchDatasets({ store }, search, order, { first: FIRST, after: cursor });
    });
    if (round >= 0) figure.ours.push(ms);
    const ids = value.map(({ dataset }) => dataset.id);
    for (const plan of Object.keys(PLANS) as Plan[]) {
      if (figure.bare[plan][0] === Infinity) continue;
      const bare = await tryBare(wanted, plan);
      if (bare === null) {
        figure.bare[plan] = [Infinity];
        continue;
      }
      if (String(bare.value) !== String(ids)) throw new Error(`${name}: ${plan} finds other datasets`);
      if (round >= 0) figure.bare[plan].push(bare.ms);
    }
  }
  return figure;
}

/** Null for a plan that takes longer than anybody would wait. */
async function tryBare(wanted: PageWanted, plan: Plan): Promise<{ ms: number; value: string[] } | null> {
  await owner.query('begin');
  try {
    for (const setting of ['statement_timeout = 1000', ...PLANS[plan]])
      await owner.query(`set local ${setting}`);
    return await timed(() => runBare(owner, bareStatement(wanted, plan)));
  } catch (error) {
    if ((error as { code?: string }).code === '57014') return null;
    throw error;
  } finally {
    await owner.query('rollback');
  }
}

async function measureCounts(searches: ReadonlyMap<string, CatalogueSearch>): Promise<void> {
  const totals: number[] = [];
  const facets: number[] = [];
  console.log(`\n${'counts'.padEnd(60)} ${'total'.padStart(8)} ${'facets'.padStart(8)}   found`);
  for (const [name, search] of searches) {
    const [own, ownFacets]: number[][] = [[], []];
    for (let round = -1; round < Number(rounds); round += 1) {
      const total = await timed(() => countDatasets({ store }, search));
      const facet = await timed(() => facetsOf({ store }, search));
      if (round < 0) continue;
      own!.push(total.ms);
      ownFacets!.push(facet.ms);
      if (round === 0)
        console.log(
          `${name.padEnd(60)} ${total.ms.toFixed(1).padStart(8)} ${facet.ms.toFixed(1).padStart(8)}   ${total.value.count}${total.value.estimated ? ' estimated' : ''}`,
        );
    }
    totals.push(...own!);
    facets.push(...ownFacets!);
  }
  console.log(
    `totals: p95 ${percentile(totals, 95)} ms; facets: p95 ${percentile(facets, 95)} ms, most ${percentile(facets, 100)} ms`,
  );
}
