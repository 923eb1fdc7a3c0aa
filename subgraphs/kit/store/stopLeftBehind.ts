import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEmbeddedPostgres } from './embeddedPostgres.js';
import { isAlive } from './fileLock.js';

/** A server that was being started when its starter ended shows itself within this time. */
const LOOKS = 20;
const LOOK_MS = 250;

/** Stops the embedded PostgreSQL that a process left behind: `stopLeftBehind.js <dataDir> <pid of that process>`. */
const [dataDir, pid] = process.argv.slice(2);
if (dataDir === undefined || pid === undefined) throw new Error('which folder, and left by whom?');
const postmaster = join(dataDir, 'pg', 'postmaster.pid');

for (let look = 0, seen = false; look < LOOKS; look += 1) {
  // Its connections end with it; until then it would count as somebody who uses the server.
  if (!isAlive(Number(pid)) && existsSync(postmaster)) {
    seen = true;
    const postgres = await startEmbeddedPostgres(dataDir);
    await postgres.stop();
  }
  if (seen && !existsSync(postmaster)) break;
  await sleep(LOOK_MS);
}
