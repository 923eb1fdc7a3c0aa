import type { Tick } from '../kit/schedule.js';
import type { Logger } from '../kit/observability/logger.js';
import { concludeDecisions } from './service/concludeDecisions.js';
import { lapseAcceptances } from './service/lapseAcceptances.js';
import type { DataPorts } from './service/ports.js';
import { rotateEpoch } from './service/rotateEpoch.js';
import { destroyExpiredWraps, removeBlobs } from './service/sweeps.js';

/** A buyer waits for the first of these; a wrap may outlive its consent, or its epoch, by the others. */
const DECISIONS_MS = 250;
const LAPSES_MS = 5_000;
const EXPIRY_MS = 5_000;
const EPOCHS_MS = 5_000;
const BLOBS_MS = 2_000;

/** What this service looks after by itself. */
export function ticksOf(ports: DataPorts, logger: Logger): Tick[] {
  return [
    {
      name: 'conclude decisions',
      everyMs: DECISIONS_MS,
      async run() {
        for (const failure of await concludeDecisions(ports)) {
          logger.warn({ err: failure }, 'a decision could not be concluded; it is tried again');
        }
      },
    },
    { name: 'lapse acceptances', everyMs: LAPSES_MS, run: () => lapseAcceptances(ports) },
    { name: 'destroy expired wraps', everyMs: EXPIRY_MS, run: () => destroyExpiredWraps(ports) },
    { name: 'rotate the wraps’ epoch', everyMs: EPOCHS_MS, run: () => rotateEpoch(ports) },
    { name: 'remove withdrawn bytes', everyMs: BLOBS_MS, run: () => removeBlobs(ports) },
  ];
}
