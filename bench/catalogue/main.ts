import { loadavg } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { understandSearch } from '../../subgraphs/data/service/searchDatasets.js';
import type { CatalogueSearch } from '../../subgraphs/data/store/search/catalogueQuery.js';
import { MIGRATIONS } from '../../subgraphs/data/store/migrations/index.js';
import { rows as ROWS } from '../../subgraphs/data/store/rows.js';
import { ensureDatabase, openDatabase, roleNames } from '../../subgraphs/kit/store/database.js';
import { startEmbeddedPostgres } from '../../subgraphs/kit/store/embeddedPostgres.js';
import { createStore } from '../../subgraphs/kit/store/store.js';
import { SEARCHES } from './cases.js';
import { measureCounts } from './counts.js';
import { timed } from './figures.js';
import { measurePages } from './pages.js';
import { seed } from './seed.js';

/**
 * How long a page, its total and its facets take in a large catalogue, beside the best of several plain SQL plans for the
 * same page: `npm run bench:catalogue -- [datasets] [rounds] [folder to keep the rows in] [what a search's name contains]`
 */
const [datasets = '1000000', rounds = '5', folder = '/tmp/bench-catalogue', named = ''] =
  process.argv.slice(2);

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
  limits: { poolMax: 1, connectTimeoutMs: 10_000, lockTimeoutMs: 5_000, statementTimeoutMs: 60_000 },
});
const owner = new pg.Client({ connectionString: ownerUrl });
await owner.connect();
const store = createStore({ service: 'data', source, onAppend: () => undefined });
try {
  await seedOnce();
  const searches = new Map<string, CatalogueSearch>();
  for (const [name, asked] of Object.entries(SEARCHES).filter(([name]) => name.includes(named)))
    searches.set(name, await understandSearch(store)(asked));
  const sides = { store, owner, rounds: Number(rounds) };
  console.log(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  );
  await measurePages(sides, searches);
  await measureCounts(sides, searches);
  console.log(
    `load of the machine: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(', ')}`,
  );
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
