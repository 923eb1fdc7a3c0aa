import { z } from 'zod';
import { ClockAdvanced } from '../../kit/contracts/entries/membership.js';
import type { Viewer } from '../../kit/identity/viewer.js';
import { PLATFORM } from '../../kit/store/scope.js';
import type { Clock } from '../domain/clock.js';
import { ERRORS } from '../domain/errors.js';
import { moveClock } from '../store/clockStore.js';
import { readInput } from './input.js';
import type { MembershipPorts } from './ports.js';

/** A demo that needs more than a year can ask twice. */
const ADVANCE_SECONDS_MAX = 366 * 86_400;

const inputSchema = z.object({ seconds: z.number().int().min(1).max(ADVANCE_SECONDS_MAX) });

/**
 * Moves the one clock of all services forward; never back, since what has happened cannot be undone. Sign-in and
 * passports go by the machine's clock and do not notice.
 *
 * @throws UNAUTHENTICATED, FORBIDDEN, DEMO_ONLY, BAD_USER_INPUT, in this order.
 */
export function advanceClock({ store, isDemo }: Pick<MembershipPorts, 'store' | 'isDemo'>) {
  return async (viewer: Viewer, given: z.input<typeof inputSchema>): Promise<Clock> => {
    const operator = viewer.requireOperator();
    if (!isDemo)
      throw ERRORS.DEMO_ONLY.raise('This installation is no demo (DEMO=true): nobody moves its clock.');
    const { seconds } = readInput(inputSchema, given);
    return store.transaction({ cooperative: PLATFORM }, async (tx) => {
      const clock = await moveClock(tx, seconds);
      tx.append(ClockAdvanced, {
        cooperative: PLATFORM,
        actorRole: 'OPERATOR',
        actor: operator,
        private: { offsetSeconds: clock.offsetSeconds },
      });
      return clock;
    });
  };
}
