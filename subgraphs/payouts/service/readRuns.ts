import { requireId } from '../../kit/domain/ids.js';
import { COMMON } from '../../kit/errors/table.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import type { DividendRun } from '../domain/run.js';
import { findRun, listRuns } from '../store/runStore.js';
import type { PayoutsPorts } from './ports.js';

/** The totals of runs are public: they name nobody. */
export function readRuns({ store }: PayoutsPorts) {
  return {
    /** @throws NOT_FOUND */
    async one(id: string): Promise<DividendRun> {
      const cooperativeId = await store.home(requireId('run', id));
      const run = await store.transaction({ cooperative: cooperativeId }, (tx) =>
        findRun(tx, cooperativeId, id),
      );
      if (!run) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
      return run;
    },
    list(cooperativeId: string, { first, after }: PageRequest): Promise<DividendRun[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative: cooperativeId }, (tx) =>
        listRuns(tx, cooperativeId, before, first + 1),
      );
    },
  };
}
