import 'reflect-metadata';
import { setInterval as every } from 'node:timers/promises';
import { readSettings } from '../../kit/settings.js';
import { createLogger } from '../../kit/observability/logger.js';
import type { JobPorts } from './job/runJob.js';
import { ensurePublished, publishStatementKey } from './keys/publishKey.js';
import { renewKeys } from './keys/rewrap.js';
import { openWorker } from './openWorker.js';
import { computeSettingsSchema } from './settings.js';
import { openAsTheyCome, work } from './worker.js';

/**
 * The compute worker: a process of its own, the only one that can open members' records. The data service starts it
 * as a child; under another account it is started by hand with the settings of `settings.ts`.
 */
const RENEW_MS = 10 * 60 * 1000;
const DAY_MS = 24 * 60 * 60 * 1000;

const settings = readSettings(computeSettingsSchema, process.env);
// What starts from here, the engine for one, inherits no secret.
delete process.env.COMPUTE_DATABASE_URL;
const logger = createLogger('compute', settings.LOG_LEVEL);
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
// Ctrl-C reaches every process of a terminal; under a supervisor, it is the one that decides when to stop.
process.on('SIGINT', () => process.channel ?? stop.abort());
// A worker whose service is gone would hold a database connection and a key for nobody.
process.once('disconnect', () => stop.abort());

try {
  await run();
} catch (error) {
  logger.fatal({ err: error }, 'the compute worker cannot go on');
  process.exitCode = 1;
}
// Already cut when the service went first.
if (process.connected) process.disconnect();

async function run(): Promise<void> {
  const ports = await openWorker(settings);
  try {
    const key = await ensurePublished(ports.store, ports.keys);
    await publishStatementKey(ports.store, ports.statements.key);
    logger.info({ version: key.version }, 'the compute worker is ready');
    process.send?.({ kind: 'READY' });
    await Promise.all([
      work(ports, logger, stop.signal),
      openAsTheyCome({ ...ports, logger }, stop.signal),
      renewNowAndThen(ports),
    ]);
  } finally {
    await ports.store.close();
  }
}

async function renewNowAndThen(ports: JobPorts): Promise<void> {
  try {
    for await (const _ of every(RENEW_MS, undefined, { signal: stop.signal })) {
      await renewKeys({ ...ports, logger }, settings.COMPUTE_KEY_LIFE_DAYS * DAY_MS).catch(
        (error: unknown) => {
          logger.error({ err: error }, 'the compute keys were not renewed; it is tried again');
        },
      );
    }
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
}
