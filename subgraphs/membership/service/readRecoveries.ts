import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Recovery } from '../domain/recovery.js';
import { listRecoveries, recoveriesOf } from '../store/recoveryStore.js';
import type { OfMember } from './readSuspensions.js';

/** Requests for recovery. Who asks is judged before, by the field. */
export function readRecoveries(store: Store) {
  return {
    /** A page of a co-op's, newest first; one more than asked for. */
    page(cooperativeId: string, page: PageRequest): Promise<Recovery[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listRecoveries(tx, cooperativeId, page),
      );
    },
    /** The newest about a member; null if there never was one. */
    async newest({ cooperativeId, memberId }: OfMember): Promise<Recovery | null> {
      const [found] = await store.transaction({ cooperative: cooperativeId }, (tx) =>
        recoveriesOf(tx, cooperativeId, [memberId]),
      );
      return found ?? null;
    },
  };
}
