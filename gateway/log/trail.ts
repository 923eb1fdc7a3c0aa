import type { LogEntry, LogPage } from '../../subgraphs/kit/journal/logPort.js';
import type { ServiceName } from '../../subgraphs/kit/contracts/serviceNames.js';
import type { TrailPlace } from './cursor.js';

export interface TrailStep {
  entry: LogEntry;
  /** Where a reader stands who has read up to here. */
  place: TrailPlace;
}

export interface Trail {
  steps: TrailStep[];
  hasNextPage: boolean;
}

interface Queue {
  service: ServiceName;
  entries: LogEntry[];
}

/**
 * Merges pages of several journals by time, keeping the order of each; at the same instant the service named
 * first goes first.
 *
 * @param pages - by service, each beginning after `from` and holding `first` entries at least, if there are any.
 * @returns the first entries of the merged trail, `first` at most.
 */
export function mergeTrails(
  pages: ReadonlyMap<ServiceName, LogPage>,
  from: TrailPlace,
  first: number,
): Trail {
  const queues = [...pages].map(([service, page]): Queue => ({ service, entries: [...page.entries] }));
  const steps: TrailStep[] = [];
  let place = from;
  while (steps.length < first) {
    const next = earliest(queues);
    const entry = next?.entries.shift();
    if (!next || !entry) break;
    place = { ...place, [next.service]: entry.entryId };
    steps.push({ entry, place });
  }
  const hasNextPage =
    queues.some(({ entries }) => entries.length > 0) || [...pages.values()].some((page) => page.hasNextPage);
  return { steps, hasNextPage };
}

function earliest(queues: readonly Queue[]): Queue | undefined {
  let best: Queue | undefined;
  for (const queue of queues) {
    const [head] = queue.entries;
    if (!head) continue;
    const [leader] = best?.entries ?? [];
    if (!leader || head.recordedAt < leader.recordedAt) best = queue;
  }
  return best;
}
