import 'reflect-metadata';
import { existsSync, realpathSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { readSettings, settingsSchema } from '../subgraphs/kit/settings.js';
import { startEmbeddedPostgres } from '../subgraphs/kit/store/embeddedPostgres.js';

const OURS = ['pg', 'keys', 'blobs', 'demo', 'rail'];

/** Empties the demo: stops the embedded database, unless something still uses it, and deletes what was kept. */
const settings = readSettings(settingsSchema, process.env);
const dataDir = resolve(settings.DATA_DIR);
if (existsSync(`${dataDir}/pg/PG_VERSION`)) {
  const postgres = await startEmbeddedPostgres(dataDir);
  await postgres.stop();
  if (existsSync(`${dataDir}/pg/postmaster.pid`)) {
    console.error(`something still runs on ${dataDir}; stop it first`);
    process.exit(1);
  }
}
if (existsSync(`${dataDir}/pg`)) rmSync(realpathSync(`${dataDir}/pg`), { recursive: true, force: true });
for (const folder of OURS) rmSync(`${dataDir}/${folder}`, { recursive: true, force: true });
console.log(`emptied ${dataDir}`);
