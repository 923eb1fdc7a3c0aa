import type { Tick } from '../kit/schedule.js';
import type { Logger } from '../kit/observability/logger.js';
import type { DataServices } from './service/index.js';

/** A buyer waits for the first of these; a wrap may outlive its consent, or its epoch, by the others. */
const DECISIONS_MS = 250;
const LAPSES_MS = 5_000;
const EXPIRY_MS = 5_000;
const EPOCHS_MS = 5_000;
const BLOBS_MS = 2_000;

/** What this service looks after by itself. */
export function ticksOf(services: DataServices, logger: Logger): Tick[] {
  return [
    {
      name: 'conclude decisions',
      everyMs: DECISIONS_MS,
      async run() {
        for (const failure of await services.concludeDecisions()) {
          logger.warn({ err: failure }, 'a decision could not be concluded; it is tried again');
        }
      },
    },
    { name: 'lapse acceptances', everyMs: LAPSES_MS, run: services.lapseAcceptances },
    { name: 'end prohibited licences', everyMs: LAPSES_MS, run: services.endProhibited },
    { name: 'destroy needless wraps', everyMs: EXPIRY_MS, run: services.destroyNeedlessWraps },
    { name: 'rotate the wraps’ epoch', everyMs: EPOCHS_MS, run: services.rotateEpoch },
    { name: 'remove withdrawn bytes', everyMs: BLOBS_MS, run: services.removeBlobs },
  ];
}
