import { LRUCache } from 'lru-cache';
import { PLANNER_TOO_DEAR, TOO_DEAR } from '../composition.js';
import type { Composition } from '../composition.js';
import type { PlannerLimits } from '../apolloPlanner.js';
import type { Trial, PlannerWorker } from '../plannerWorker.js';
import { Interrupted, ProcessDied } from './plannerProcess.js';
import { OPEN_TIMEOUT_MS, Planners } from './planners.js';
import type { PlannersOptions } from './planners.js';
import { Processes } from './processes.js';
import type { Task } from './tasks.js';
import { Waste } from './waste.js';

export interface PlannerWorkerOptions extends PlannerLimits, PlannersOptions {
  /** Heap of a process; an operation that needs more to be planned is given up. */
  heapMibMax: number;
  /** Milliseconds of planning in vain that one asker may cause before what they ask for gets its share and no more. */
  wasteMsMax: number;
}

/** Shapes of operations that were planned, at about 200 bytes each: more than an installation's clients have. */
const KNOWN_MAX = 20_000;

/**
 * Composes and plans in processes of its own, whose heaps and loops end nothing but themselves.
 *
 * @see gateway/engine/planner/decisions/0004-planners-in-processes.md
 */
export function containedPlannerWorker(options: PlannerWorkerOptions): PlannerWorker {
  const { plansMax, pathsMax, heapMibMax, wasteMsMax } = options;
  const processes = new Processes({ limits: { plansMax, pathsMax }, heapMibMax });
  const memory = {
    processes,
    known: new LRUCache<string, true>({ max: KNOWN_MAX }),
    waste: new Waste(wasteMsMax),
  };

  async function atOnce<Result>(task: Task): Promise<Result> {
    const process = processes.take();
    try {
      const result = await process.perform<Result>(task, OPEN_TIMEOUT_MS);
      processes.give(process);
      return result;
    } catch (error) {
      process.kill();
      throw error;
    }
  }

  return {
    async compose(subgraphs) {
      try {
        return await atOnce<Composition>({ kind: 'compose', subgraphs });
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        return { problems: [TOO_DEAR] };
      }
    },
    async tryOut(supergraphSdl, before) {
      try {
        return await atOnce<Trial>({ kind: 'try', supergraphSdl, before });
      } catch (error) {
        if (!isTooMuch(error)) throw error;
        return { problems: [PLANNER_TOO_DEAR] };
      }
    },
    open: (supergraphSdl) => Planners.open(supergraphSdl, options, memory),
    close: () => processes.close(),
  };
}

function isTooMuch(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof ProcessDied && error.atItsOwnHand);
}
