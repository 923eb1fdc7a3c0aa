import { execSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BUILT = new URL('../../dist/subgraphs/kit/store/embeddedPostgres.js', import.meta.url);
const CARELESS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];

/** One PostgreSQL for the whole run, in a folder of its own; what it holds is worth nothing, so it need not sync. */
export default async function setUp() {
  if (!existsSync(BUILT)) execSync('npm run --silent build', { stdio: 'inherit' });
  const { startEmbeddedPostgres } = await import(BUILT.href);
  const dataDir = mkdtempSync(join(tmpdir(), 'cooperative-test-'));
  chmodSync(dataDir, 0o755);
  const postgres = await startEmbeddedPostgres(dataDir, CARELESS);
  process.env.TEST_POSTGRES_URL = postgres.url('postgres');
  // A data service under test has a worker only where the test brings one.
  process.env.COMPUTE_WORKER = 'false';
  process.env.TEST_RUN_DIR = dataDir;
  globalThis.testCluster = { postgres, dataDir };
}
