import { untoldAccounts } from '../store/buyerAccountStore.js';
import { keepAccount } from './keepAccount.js';
import type { PayoutsPorts } from './ports.js';

/** Accounts a round tells of at most, so that a round ends. */
const ROUND_MAX = 50;

/** Tells data of buyers who were billed before anybody was told how they stand. */
export function tellAccounts({ store }: PayoutsPorts) {
  return async (): Promise<void> => {
    const untold = await store.transaction({ reader: 'reconciler' }, (tx) => untoldAccounts(tx, ROUND_MAX));
    for (const { cooperativeId, buyerId } of untold)
      await store.transaction({ cooperative: cooperativeId }, (tx) =>
        keepAccount(tx, cooperativeId, buyerId),
      );
  };
}
