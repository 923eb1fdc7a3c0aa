import { failpointSpan } from '../../kit/store/failpoints.js';
import type { Tx } from '../../kit/store/tx.js';
import type { DividendRun } from '../domain/run.js';
import { takeRun, unfinishedRuns } from '../store/runStore.js';
import { allocateRun } from './allocateRun.js';
import { finishRun } from './finishRun.js';
import type { PayoutsPorts } from './ports.js';
import { postRun } from './postRun.js';

/** The work of a run, for tests that kill it at a statement. */
export const RUN_SPAN = 'dividendRun';

/** Runs a round looks after at most. */
const RUNS_MAX = 50;

const STEP: Partial<Record<DividendRun['state'], (tx: Tx, run: DividendRun) => Promise<void>>> = {
  SNAPSHOTTED: allocateRun,
  ALLOCATED: postRun,
  POSTED: finishRun,
};

/**
 * Takes every unfinished run as far as it goes, a small transaction a step. A step that a kill interrupts has
 * not happened and is taken again; one that has happened shows in the run's state and is not. Two processes do
 * not meet: a run is taken by one at a time.
 */
export function advanceRuns({ store }: PayoutsPorts) {
  return async (): Promise<void> => {
    const runs = await store.transaction({ reader: 'runner' }, (tx) => unfinishedRuns(tx, RUNS_MAX));
    for (const { cooperativeId, id } of runs) {
      while (await failpointSpan(RUN_SPAN, () => step(cooperativeId, id)));
    }
  };

  function step(cooperativeId: string, id: string): Promise<boolean> {
    return store.transaction({ cooperative: cooperativeId }, async (tx) => {
      const run = await takeRun(tx, cooperativeId, id);
      const work = run && STEP[run.state];
      if (!work) return false;
      await work(tx, run);
      return true;
    });
  }
}
