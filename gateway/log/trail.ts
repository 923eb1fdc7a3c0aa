import type { LogEntry, LogPage } from '../../subgraphs/kit/journal/logPort.js';
import type { ServiceName } from '../../subgraphs/kit/wire/transport.js';
import type { TrailPlace } from './cursor.js';

/** An entry that has its place in a log. */
export type PlacedEntry = LogEntry & { index: bigint };

export interface TrailStep {
  entry: PlacedEntry;
  /** Where a reader stands who has read up to here. */
  place: TrailPlace;
}

export interface Trail {
  steps: TrailStep[];
  hasNextPage: boolean;
}

interface Queue {
  service: ServiceName;
  entries: PlacedEntry[];
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
  const queues = [...pages].map(([service, page]): Queue => ({ service, entries: placedOf(page) }));
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

/** Entries up to the first that its sequencer has not placed yet: what comes after it is not settled. */
function placedOf({ entries }: LogPage): PlacedEntry[] {
  const end = entries.findIndex(({ index }) => index === null);
  return (end === -1 ? entries : entries.slice(0, end)) as PlacedEntry[];
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
