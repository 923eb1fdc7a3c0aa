import type { PageRequest } from '../../kit/schema/connection.js';
import type { Standing } from '../../kit/identity/viewer.js';
import { listAccounts, listEntries } from '../store/accountStore.js';
import type { Account, Entry } from '../store/accountStore.js';
import { CostRow } from '../store/costRow.js';
import type { PayoutsDeps } from './deps.js';

/** The books of a co-op. Who asks is judged before, by the field. */
export function readLedger({ store }: PayoutsDeps) {
  return {
    /**
     * The accounts that this member may see: the co-op's own and its buyers' for all, and for stewards and
     * auditors also those of the members, under pseudonyms.
     */
    accounts(
      cooperative: string,
      reader: Standing | null,
      { first, after }: PageRequest,
    ): Promise<Account[]> {
      const withMembers = Boolean(reader?.holds('STEWARD') || reader?.holds('AUDITOR'));
      const key = after ? ([String(after[0]), String(after[1])] as [string, string]) : null;
      return store.transaction({ cooperative }, (tx) =>
        listAccounts(tx, cooperative, withMembers, key, first + 1),
      );
    },
    entries(cooperative: string, accountId: string, { first, after }: PageRequest): Promise<Entry[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative }, (tx) =>
        listEntries(tx, cooperative, accountId, before, first + 1),
      );
    },
    /** Newest first; one more than asked for. */
    costs(cooperativeId: string, { first, after }: PageRequest): Promise<CostRow[]> {
      return store.transaction({ cooperative: cooperativeId }, (tx) => {
        const query = tx.manager
          .createQueryBuilder(CostRow, 'cost')
          .where({ cooperativeId })
          .orderBy('cost.id', 'DESC')
          .take(first + 1);
        if (after) query.andWhere('cost.id < :before', { before: after[0] });
        return query.getMany();
      });
    },
  };
}
