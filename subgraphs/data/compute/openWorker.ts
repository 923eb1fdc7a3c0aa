import { join } from 'node:path';
import { FileKeys } from '../../kit/identity/keys.js';
import { openPool } from '../../kit/store/database.js';
import { createStore, type Store } from '../../kit/store/store.js';
import { FileBlobs } from '../adapters/fileBlobs.js';
import { FileEpochKeys } from '../adapters/fileEpochKeys.js';
import { placesIn } from '../adapters/places.js';
import { aggregateInProcess } from '../adapters/engine/aggregateInProcess.js';
import type { JobPorts } from './job/runJob.js';
import type { VerifyPorts } from './rows/verifyRows.js';
import { workerStatements } from '../adapters/workerStatements.js';
import { ComputeKeys } from '../adapters/computeKeys.js';
import { secureRandom } from './random.js';
import type { ComputeSettings } from './settings.js';

/** A job may wait as long as a statement may take: nobody waits for it with an open connection. */
const LIMITS = { poolMax: 3, connectTimeoutMs: 10_000, lockTimeoutMs: 15_000, statementTimeoutMs: 15_000 };

/** What the worker works on, but for its log. */
export type WorkerPorts = JobPorts & Omit<VerifyPorts, 'logger'>;

/** The worker's ports, on the database as its own role and on the files that the data service writes. */
export async function openWorker(settings: ComputeSettings, childPath?: string): Promise<WorkerPorts> {
  const places = placesIn(settings.DATA_DIR);
  const limits = { timeMs: settings.COMPUTE_TIME_MAX_MS, memoryMb: settings.COMPUTE_MEMORY_MAX_MB };
  return {
    store: await openStore(settings.COMPUTE_DATABASE_URL),
    blobs: new FileBlobs(places.blobs),
    epochKeys: new FileEpochKeys(places.epochKeys),
    statements: workerStatements(new FileKeys(join(settings.DATA_DIR, 'keys'))),
    keys: new ComputeKeys(new FileEpochKeys(places.computeKeys)),
    random: secureRandom(),
    aggregate: (plan, members) => aggregateInProcess(plan, members, limits, childPath),
    limits: { rowsMax: settings.COMPUTE_ROWS_MAX, bytesMax: settings.COMPUTE_BYTES_MAX },
  };
}

async function openStore(url: string): Promise<Store> {
  const source = await openPool({ url, rows: [], limits: LIMITS });
  // What the worker journals is promised by nobody: no caller waits for its answer. The data service's sequencer
  // finds the entries when it looks.
  return createStore({ service: 'data', source, onAppend: () => undefined });
}
