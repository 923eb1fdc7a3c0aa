import 'reflect-metadata';
import { setInterval as every } from 'node:timers/promises';
import { readSettings } from '../../kit/settings.js';
import { createLogger } from '../../kit/wire/logger.js';
import { ensurePublished } from './keys/publishKey.js';
import { renewKeys } from './keys/rewrap.js';
import { openWorker } from './openWorker.js';
import { computeSettingsSchema } from './settings.js';
import { work } from './worker.js';

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
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
// A worker whose service is gone would hold a database connection and a key for nobody.
process.once('disconnect', () => stop.abort());

const ports = await openWorker(settings);
const key = await ensurePublished(ports.store, ports.keys);
logger.info({ version: key.version }, 'the compute worker is ready');
process.send?.({ kind: 'READY' });

const renewing = renewNowAndThen();
await work(ports, logger, stop.signal);
await renewing;
await ports.store.close();
process.disconnect?.();

async function renewNowAndThen(): Promise<void> {
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
