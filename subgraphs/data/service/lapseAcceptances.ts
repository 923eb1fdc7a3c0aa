import type { Store } from '../../kit/store/store.js';
import { hasLapsed } from '../domain/licence.js';
import { holdLicence, lapsedLicences } from '../store/licenceStore.js';
import { terminate } from './terminateLicence.js';

/** Looked at in one round; more wait for the next. */
const ROUND_MAX = 50;

/** Ends licences that nobody decided by the date until which the buyer's acceptance stands. */
export function lapseAcceptances(store: Store) {
  return async (): Promise<void> => {
    const due = await store.transaction({ reader: 'decisions' }, (tx) => lapsedLicences(tx, ROUND_MAX));
    for (const { cooperativeId, id } of due) {
      await store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const licence = await holdLicence(tx, cooperativeId, id);
        if (!licence || !hasLapsed(licence, tx.now)) return;
        await terminate(tx, licence, 'NOT_DECIDED_IN_TIME', { party: 'COOPERATIVE' });
      });
    }
  };
}
