import type { PageRequest } from '../../kit/schema/connection.js';
import type { Store } from '../../kit/store/store.js';
import type { Suspension } from '../domain/suspension.js';
import { listSuspensions, suspensionsOf } from '../store/suspensionStore.js';

export interface OfMember {
  readonly cooperativeId: string;
  readonly memberId: string;
}

/** Suspensions. Who asks is judged before, by the field. */
export function readSuspensions(store: Store) {
  return {
    /** A page of a co-op's, newest first; one more than asked for. */
    page(cooperativeId: string, page: PageRequest): Promise<Suspension[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listSuspensions(tx, cooperativeId, page),
      );
    },
    /** The newest of each member, in the order of the members; null for who was never to be suspended. */
    async newest(members: readonly OfMember[]): Promise<(Suspension | null)[]> {
      const found = new Map<string, Suspension>();
      for (const cooperativeId of new Set(members.map((member) => member.cooperativeId))) {
        const ids = members
          .filter((one) => one.cooperativeId === cooperativeId)
          .map(({ memberId }) => memberId);
        const read = await store.transaction({ cooperative: cooperativeId }, (tx) =>
          suspensionsOf(tx, cooperativeId, ids),
        );
        for (const suspension of read) found.set(suspension.memberId, suspension);
      }
      return members.map(({ memberId }) => found.get(memberId) ?? null);
    },
  };
}
