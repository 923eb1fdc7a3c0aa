import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedDatabases, scaledDatabases } from './databases.js';
import type { DatabaseNames } from './databases.js';
import { copyOfFolder, newFolder } from './folders.js';
import { startInstallation } from './installation.js';
import type { Installation } from './installation.js';
import { SCALED } from './scaledServers.js';

/** For the hook that installs a world: a first start, on a machine that has other things to do as well. */
export const INSTALL_MS = 600_000;
const LOAD_WAIT_MS = INSTALL_MS - 20_000;

/** Those that a test file has asked for, whether or not they have come up. */
const asked: Promise<Installation>[] = [];

/** A demo world that was loaded once in this run of the tests, and stopped: what installations are copies of. */
interface Template {
  dataDir: string;
  /** Where a scaled one keeps its rows; dropped when the run ends. */
  names: DatabaseNames | null;
  /** What the processes said while they loaded it. */
  output: string;
}

/**
 * An installation with a demo world of its own, which no other test touches. The first call in a run loads the world
 * through the public door, as the first start on any machine does; each installation starts on a copy of what it left.
 */
export function installWorld(): Promise<Installation> {
  const installation = install();
  asked.push(installation);
  return installation;
}

/** Takes down all that a test file has installed, also what came up too late for its hook. */
export async function removeWorlds(): Promise<void> {
  await Promise.allSettled(asked.map(async (installation) => (await installation).remove()));
}

async function install(): Promise<Installation> {
  const template = await loadedTemplate();
  const dataDir = await copyOfFolder(template.dataDir, 'installation');
  const databases = template.names
    ? await scaledDatabases(template.names).copy()
    : embeddedDatabases(dataDir);
  return startInstallation(dataDir, databases);
}

/** What the first start said, from nothing to a whole world. */
export async function outputOfFirstStart(): Promise<string> {
  return (await loadedTemplate()).output;
}

async function loadedTemplate(): Promise<Template> {
  // For whoever writes a journey and would not wait: the folder of a demo that was loaded and stopped before.
  const { JOURNEY_WORLD } = process.env;
  if (JOURNEY_WORLD) return { dataDir: JOURNEY_WORLD, names: null, output: '' };
  const place = join(process.env.TEST_RUN_DIR!, 'template');
  const record = join(place, 'record.json');
  if (makesFolder(place)) {
    const template = await loadTemplate().catch((error: Error) => ({ failed: error.message }));
    writeFileSync(`${record}.part`, JSON.stringify(template));
    renameSync(`${record}.part`, record);
  }
  const until = Date.now() + LOAD_WAIT_MS;
  while (!existsSync(record)) {
    if (Date.now() > until) throw new Error('another test loads the demo world and does not come to an end');
    await sleep(100);
  }
  const template = JSON.parse(readFileSync(record, 'utf8')) as Template | { failed: string };
  if ('failed' in template) throw new Error(`the demo world was not loaded: ${template.failed}`);
  return template;
}

async function loadTemplate(): Promise<Template> {
  const dataDir = newFolder('world');
  const scaled = SCALED ? scaledDatabases() : null;
  const { names = null } = scaled ?? {};
  if (names) writeFileSync(join(process.env.TEST_RUN_DIR!, 'databases.json'), JSON.stringify(names));
  await scaled?.create();
  const installation = await startInstallation(dataDir, scaled ?? embeddedDatabases(dataDir));
  await installation.stop();
  return { dataDir, names, output: installation.output() };
}

/** Of several tests that come at once, one makes it. */
function makesFolder(path: string): boolean {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
