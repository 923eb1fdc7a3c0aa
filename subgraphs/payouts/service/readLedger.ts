import type { PageRequest } from '../../kit/schema/connection.js';
import type { Cost } from '../domain/cost.js';
import type { DividendRun } from '../domain/run.js';
import { heldMoney } from '../domain/heldMoney.js';
import type { HeldMoney } from '../domain/heldMoney.js';
import { listAccounts, listEntries } from '../store/accountStore.js';
import type { Account, Entry } from '../store/accountStore.js';
import { readBook } from '../store/book.js';
import { countUnclaimed, readMovements } from '../store/heldMoneyStore.js';
import { listCosts } from '../store/costStore.js';
import { readPeriodSums } from '../store/periodSumStore.js';
import type { PeriodSum } from '../store/periodSumStore.js';
import { listRuns } from '../store/runStore.js';
import type { PayoutsPorts } from './ports.js';

/** A closed period with its sums by kind. */
export interface LedgerPeriod {
  run: DividendRun;
  sums: PeriodSum[];
}

/** The books of a co-op. Who asks is judged before, by the field. */
export function readLedger({ store }: PayoutsPorts) {
  return {
    /** All accounts, those of members under pseudonyms. */
    accounts(cooperativeId: string, { first, after }: PageRequest): Promise<Account[]> {
      const key = after ? ([String(after[0]), String(after[1])] as [string, string]) : null;
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listAccounts(tx, cooperativeId, key, first + 1),
      );
    },
    entries(cooperativeId: string, accountId: string, { first, after }: PageRequest): Promise<Entry[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listEntries(tx, cooperativeId, accountId, before, first + 1),
      );
    },
    /** The closed periods, newest first; one more than asked for. */
    periods(cooperativeId: string, { first, after }: PageRequest): Promise<LedgerPeriod[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const runs = await listRuns(tx, cooperativeId, before, first + 1);
        const sums = await readPeriodSums(
          tx,
          cooperativeId,
          runs.map(({ id }) => id),
        );
        return runs.map((run) => ({ run, sums: sums.filter(({ runId }) => runId === run.id) }));
      });
    },
    /** What waits in the co-op's accounts, as of the end of the last closed period; nothing before the first. */
    held(cooperativeId: string): Promise<{ held: HeldMoney[]; currency: string }> {
      return store.transaction({ cooperative: cooperativeId }, async (tx) => {
        const { closedUntil, currency } = await readBook(tx, cooperativeId);
        if (!closedUntil) return { held: [], currency };
        const movements = await readMovements(tx, cooperativeId, closedUntil);
        const claimants = await countUnclaimed(tx, cooperativeId, closedUntil);
        return { held: heldMoney(movements, claimants, closedUntil), currency };
      });
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
