import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Charter } from '../domain/charter.js';
import { charterCount, chartersById, chartersOf, currentCharter } from '../store/charterStore.js';
import { byCooperative } from '../../kit/store/byCooperative.js';

export function readCharters(store: Store) {
  return {
    /** In the order of the ids, null where there is none. */
    byIds: (ids: readonly string[]): Promise<(Charter | null)[]> => byCooperative(store, ids, chartersById),
    current(cooperative: string): Promise<Charter | null> {
      return store.transaction({ cooperative }, (tx) => currentCharter(tx, cooperative));
    },
    /** Newest first; one more than asked for. */
    page(
      cooperative: string,
      { first, after }: PageRequest,
    ): Promise<{ charters: Charter[]; total: number }> {
      return store.transaction({ cooperative }, async (tx) => ({
        charters: await chartersOf(tx, cooperative, after ? Number(after[0]) : null, first + 1),
        total: await charterCount(tx, cooperative),
      }));
    },
  };
}
