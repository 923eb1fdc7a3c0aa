import type { Store } from '../../kit/store/store.js';
import { forgetSessions } from '../store/sessionStore.js';

/** Forgets nonces and sessions that can no longer matter. Sign-in goes by the machine's clock, and so does this. */
export function sweepSessions(store: Store) {
  return (): Promise<void> => store.transaction({}, (tx) => forgetSessions(tx, new Date()));
}
