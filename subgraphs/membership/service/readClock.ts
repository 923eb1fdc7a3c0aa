import type { Store } from '../../kit/store/store.js';
import type { Clock } from '../domain/clock.js';
import { readClock as read } from '../store/clockStore.js';

/** What time it is here. */
export function readClock(store: Store) {
  return (): Promise<Clock> => store.transaction({}, read);
}
