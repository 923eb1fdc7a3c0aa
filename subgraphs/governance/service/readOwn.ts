import type { PageRequest } from '../../kit/schema/connection.js';
import { readHeld } from '../../kit/store/heldRecords.js';
import type { HeldPage, Holder } from '../../kit/store/heldRecords.js';
import type { Store } from '../../kit/store/store.js';
import type { Delegation } from '../domain/delegation.js';
import { standingDelegationsOf } from '../store/delegationStore.js';
import { HELD } from '../store/heldRecords.js';
import { receiptsOf } from '../store/receiptStore.js';
import type { BallotReceipt } from '../store/receiptStore.js';

/** What a member alone may see: whom they let speak, and how they voted. Who asks is judged before, by the field. */
export function readOwn(store: Store) {
  return {
    delegations(cooperative: string, member: string): Promise<Delegation[]> {
      return store.transaction({ cooperative }, (tx) => standingDelegationsOf(tx, cooperative, member));
    },
    held(holder: Holder, page: PageRequest): Promise<HeldPage> {
      return store.transaction({ cooperative: holder.cooperativeId }, (tx) =>
        readHeld(tx, HELD, holder, page),
      );
    },
    /** Newest first; one more than asked for. */
    receipts(cooperative: string, member: string, { first, after }: PageRequest): Promise<BallotReceipt[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative }, (tx) =>
        receiptsOf(tx, cooperative, member, before, first + 1),
      );
    },
  };
}
