import type { DatabaseOwner, Settings } from '../subgraphs/kit/settings.js';
import { publicUrl } from '../subgraphs/kit/settings.js';
import { AlreadyClaimed, claimFolder } from '../subgraphs/kit/store/claim.js';
import { requireDatabases, requireFreePort } from '../subgraphs/kit/process/beforeWork.js';
import { SERVICE_NAMES } from '../subgraphs/kit/contracts/serviceNames.js';
import { commandHere } from './announce.js';

/** @param alone - only the gateway runs in this process. */
export function databasesOf(alone: boolean): readonly DatabaseOwner[] {
  return alone ? ['gateway'] : [...SERVICE_NAMES, 'gateway'];
}

/**
 * Tries what a start needs of others before it begins anything: the folder, the port, the databases.
 *
 * @returns what gives the folder back. Gateways alone share one, as copies of a gateway do.
 * @throws Error in words
 */
export async function tryBeforeWork(settings: Settings, alone: boolean): Promise<() => void> {
  const release = alone ? () => undefined : claim(settings);
  try {
    await requireFreePort('PORT', settings.HOST, settings.PORT);
    await requireDatabases(settings, databasesOf(alone));
    return release;
  } catch (error) {
    release();
    throw error;
  }
}

function claim(settings: Settings): () => void {
  const { DATA_DIR } = settings;
  try {
    return claimFolder(DATA_DIR, publicUrl(settings));
  } catch (error) {
    if (!(error instanceof AlreadyClaimed)) throw error;
    const { pid, url } = error.holder;
    const another = { ...settings, PORT: settings.PORT + 1, DATA_DIR: `${DATA_DIR}-2` };
    throw new Error(
      `a copy already runs on ${DATA_DIR}: process ${pid}, at ${url}. Stop it first, or start another copy beside it, ` +
        `on a folder and a port of its own:\n  ${commandHere('npm start', another)}`,
      { cause: error },
    );
  }
}
