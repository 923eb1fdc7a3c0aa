import type { PageRequest } from '../../kit/schema/connection.js';
import type { BuyerAccount } from '../domain/buyerAccount.js';
import type { Transfer } from '../domain/transfer.js';
import { listBuyerAccounts } from '../store/buyerAccountStore.js';
import { listPrepayments } from '../store/transferStore.js';
import type { PayoutsPorts } from './ports.js';

/** Prepayments that are shown of one account, the newest. */
const PREPAYMENTS_MAX = 100;

/** How buyers stand with co-ops; callers judge what may be seen. */
export function readBuyerAccounts({ store }: PayoutsPorts) {
  return {
    ofCooperative(cooperativeId: string, { first, after }: PageRequest): Promise<BuyerAccount[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listBuyerAccounts(tx, { cooperativeId }, cursorOf(after), first + 1),
      );
    },
    /** Of all co-ops: the scope shows an organisation what concerns it. */
    ofBuyer(buyerId: string, { first, after }: PageRequest): Promise<BuyerAccount[]> {
      return store.transaction({ organization: buyerId }, (tx) =>
        listBuyerAccounts(tx, { buyerId }, cursorOf(after), first + 1),
      );
    },
    prepayments(cooperativeId: string, buyerId: string): Promise<Transfer[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listPrepayments(tx, cooperativeId, buyerId, PREPAYMENTS_MAX),
      );
    },
  };
}

function cursorOf(after: PageRequest['after']): [string, string] | null {
  return after ? [String(after[0]), String(after[1])] : null;
}
