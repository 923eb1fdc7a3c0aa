import { setTimeout as sleep } from 'node:timers/promises';
import { levelOf } from '../../kit/store/outage.js';
import type { Logger } from '../../kit/observability/logger.js';
import { claimJob, endLease, LEASE_MS, renewLease } from './job/lease.js';
import { openWraps, type OpenPorts } from './wraps/openWraps.js';
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

/** Opens the wraps of new consents until told to stop, beside the jobs: a member waits a second or two. */
export async function openAsTheyCome(ports: OpenPorts, stop: AbortSignal): Promise<void> {
  while (!stop.aborted) {
    const opened = await openWraps(ports).catch((error: unknown) => {
      ports.logger[levelOf(error)]({ err: error }, 'no wraps could be opened');
      return 0;
    });
    if (opened === 0) await sleep(IDLE_MS, undefined, { signal: stop }).catch(() => undefined);
  }
}
