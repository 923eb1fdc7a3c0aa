import { setTimeout as sleep } from 'node:timers/promises';
import { readSettings } from '../../kit/settings.js';
import type { ServiceDeps } from '../../kit/service/service.js';
import { newestKey } from '../store/computeKeyStore.js';
import { computeSettingsSchema, computeWorkerSettingsSchema } from './settings.js';
import { supervise } from './supervisor.js';

/** How long the first start waits for the first key: without one, nobody can consent. */
const FIRST_KEY_MS = 10_000;

/** Runs the compute worker beside the data service, unless somebody else does. Resolves to what ends it. */
export async function startComputeWorker({
  store,
  settings,
  logger,
  workerDatabaseUrl,
  shutdown,
}: ServiceDeps): Promise<() => Promise<void>> {
  if (!readSettings(computeWorkerSettingsSchema, process.env).COMPUTE_WORKER) return () => Promise.resolve();
  const { DATA_DIR, LOG_LEVEL } = settings;
  const own = Object.keys(computeSettingsSchema.shape).flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  const environment = {
    ...Object.fromEntries(own),
    DATA_DIR,
    LOG_LEVEL,
    COMPUTE_DATABASE_URL: workerDatabaseUrl,
  };
  const supervisor = supervise({ environment, logger, shutdown });
  const published = await store.transaction({}, newestKey);
  if (!published) await Promise.race([supervisor.ready, sleep(FIRST_KEY_MS, undefined, { ref: false })]);
  return () => supervisor.stop();
}
