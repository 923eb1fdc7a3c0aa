import type { Standing } from '../../kit/identity/viewer.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import type { Cost } from '../domain/cost.js';
import { listAccounts, listEntries } from '../store/accountStore.js';
import type { Account, Entry } from '../store/accountStore.js';
import { listCosts } from '../store/costStore.js';
import type { PayoutsPorts } from './ports.js';

/** The books of a co-op. Who asks is judged before, by the field. */
export function readLedger({ store }: PayoutsPorts) {
  return {
    /**
     * The accounts that this member may see: the co-op's own and its buyers' for all, and for stewards and
     * auditors also those of the members, under pseudonyms.
     */
    accounts(
      cooperativeId: string,
      reader: Standing | null,
      { first, after }: PageRequest,
    ): Promise<Account[]> {
      const withMembers = Boolean(reader?.holds('STEWARD') || reader?.holds('AUDITOR'));
      const key = after ? ([String(after[0]), String(after[1])] as [string, string]) : null;
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listAccounts(tx, cooperativeId, withMembers, key, first + 1),
      );
    },
    entries(cooperativeId: string, accountId: string, { first, after }: PageRequest): Promise<Entry[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listEntries(tx, cooperativeId, accountId, before, first + 1),
      );
    },
    /** Newest first; one more than asked for. */
    costs(cooperativeId: string, { first, after }: PageRequest): Promise<Cost[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listCosts(tx, cooperativeId, before, first + 1),
      );
    },
  };
}
