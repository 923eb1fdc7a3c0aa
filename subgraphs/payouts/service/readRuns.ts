import { COMMON } from '../../kit/errors/table.js';
import { requireId } from '../../kit/domain/ids.js';
import type { PageRequest } from '../../kit/schema/connection.js';
import { findRun, listRuns } from '../store/runStore.js';
import type { DividendRun } from '../store/runStore.js';
import type { PayoutsDeps } from './deps.js';

/** The totals of runs are public: they name nobody. */
export function readRuns({ store }: PayoutsDeps) {
  return {
    /** @throws NOT_FOUND */
    async one(id: string): Promise<DividendRun> {
      const cooperative = await store.home(requireId('run', id));
      const run = await store.transaction({ cooperative }, (tx) => findRun(tx, cooperative, id));
      if (!run) throw COMMON.NOT_FOUND.raise('There is nothing under this id that you may see.', { id });
      return run;
    },
    list(cooperative: string, { first, after }: PageRequest): Promise<DividendRun[]> {
      const before = after ? String(after[0]) : null;
      return store.transaction({ cooperative }, (tx) => listRuns(tx, cooperative, before, first + 1));
    },
  };
}
