import { setTimeout as sleep } from 'node:timers/promises';
import { levelOf } from '../../kit/store/outage.js';
import type { Logger } from '../../kit/observability/logger.js';
import { claimJob, endLease, LEASE_MS, renewLease } from './job/lease.js';
import { recountRows } from './rows/recountRows.js';
import { verifyRows, type VerifyPorts } from './rows/verifyRows.js';
import { openWraps } from './wraps/openWraps.js';
import { giveUp, runJob, type JobPorts } from './job/runJob.js';

/** How often the worker looks for work when it has none; a job waits half as long on average. */
const IDLE_MS = 300;
/** A fault may pass: a database that is restarted is back within seconds. */
const RETRY_MS = 3_000;

/**
 * Takes one job and runs it; false when none waits. What throws is a fault of ours: the job goes back for another
 * attempt, and after the third it is failed.
 */
export async function workOnce(ports: JobPorts, logger: Logger, retryMs = RETRY_MS): Promise<boolean> {
  const lease = await claimJob(ports.store);
  if (!lease) return false;
  const heartbeat = setInterval(() => {
    renewLease(ports.store, lease).catch((error: unknown) =>
      logger.warn({ err: error }, 'a lease was not renewed'),
    );
  }, LEASE_MS / 3);
  try {
    if (lease.exhausted) await giveUp(ports.store, lease);
    else await runJob(ports, lease);
  } catch (error) {
    logger.error({ err: error, job: lease.jobId }, 'a job was not finished; another attempt follows');
    await endLease(ports.store, lease, retryMs);
  } finally {
    clearInterval(heartbeat);
  }
  return true;
}

/** Works until told to stop; a job that has begun is brought to its end. */
export async function work(ports: JobPorts, logger: Logger, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const worked = await workOnce(ports, logger).catch((error: unknown) => {
      logger[levelOf(error)]({ err: error }, 'no work could be taken');
      return false;
    });
    if (!worked) await sleep(IDLE_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** Opens what members bring until told to stop, beside the jobs: they wait a second or two. */
export async function openAsTheyCome(ports: VerifyPorts, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const opened = await openOnce(ports).catch((error: unknown) => {
      ports.logger[levelOf(error)]({ err: error }, 'nothing that members brought could be opened');
      return 0;
    });
    if (opened === 0) await sleep(IDLE_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** A batch of wraps, of contributions, and of those whose repeats have changed; answers how many there were. */
export async function openOnce(ports: VerifyPorts): Promise<number> {
  return (await openWraps(ports)) + (await verifyRows(ports)) + (await recountRows(ports));
}
