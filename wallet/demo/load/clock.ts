import { perform } from '../../client/mutation.js';
import { CLOCK, advanceClock } from '../../operations/membership.js';
import type { Person } from '../endpoint.js';

interface Clock {
  clock: { now: string; offsetSeconds: number };
}

/** What the services take for now. */
export async function serverTime({ client }: Person): Promise<Date> {
  return new Date((await client.execute<Clock>(CLOCK)).clock.now);
}

/** Moves the services' clock to an instant, unless it has passed it. */
export async function advanceTo(operator: Person, instant: Date): Promise<void> {
  const seconds = Math.ceil((instant.getTime() - (await serverTime(operator)).getTime()) / 1000);
  if (seconds > 0) await perform(operator.client, advanceClock, { seconds });
}

/** Moves it to the time of this machine, where it stays. */
export async function advanceToPresent(operator: Person): Promise<void> {
  const { clock } = await operator.client.execute<Clock>(CLOCK);
  const seconds = -Math.round(clock.offsetSeconds);
  if (seconds > 0) await perform(operator.client, advanceClock, { seconds });
}
