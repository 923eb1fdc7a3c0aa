import { GrowingHeap } from './growingHeap.js';

/** Jobs of one buyer in one co-op that wait, oldest first. Their ids sort by birth. */
export interface WaitingLine {
  readonly cooperativeId: string;
  readonly buyerId: string;
  readonly jobIds: readonly [string, ...string[]];
}

/** When somebody's job was last taken, on any clock; whoever is missing never had a turn. */
export interface LastTurns {
  readonly cooperatives: ReadonlyMap<string, number>;
  readonly buyers: ReadonlyMap<string, number>;
}

export interface Turn {
  readonly cooperativeId: string;
  readonly buyerId: string;
  readonly jobId: string;
}

/**
 * The order in which waiting jobs are taken if nothing more comes: co-ops in turn, in a co-op its buyers in turn, of a
 * buyer the oldest first. So however many jobs one buyer queues, another waits for one of them at most a turn.
 *
 * Whose last turn is longest ago comes first; among those who had none, whoever has waited longest.
 */
export function* fairOrder(lines: readonly WaitingLine[], last: LastTurns): Generator<Turn> {
  const turns = new Turns(last);
  const keyOf = (line: Line) => turns.keyOf(line);
  const heaps = byCooperative(lines).map((own) => new GrowingHeap(own, keyOf, isBefore));
  const cooperatives = new GrowingHeap(heaps, (own) => keyOf(own.first()), isBefore);
  while (!cooperatives.isEmpty) {
    const own = cooperatives.first();
    const line = own.first();
    const { cooperativeId, buyerId, jobIds } = line;
    yield { cooperativeId, buyerId, jobId: jobIds[line.at]! };
    turns.take(line);
    line.at += 1;
    if (line.at === jobIds.length) own.removeFirst();
    if (own.isEmpty) cooperatives.removeFirst();
  }
}

type Line = WaitingLine & { at: number };
/** Turn of the co-op, turn of the buyer, oldest job: the first that differs decides. */
type Key = readonly [number, number, string];

function byCooperative(lines: readonly WaitingLine[]): Line[][] {
  const groups = new Map<string, Line[]>();
  for (const { cooperativeId, buyerId, jobIds } of lines) {
    const line = { cooperativeId, buyerId, jobIds, at: 0 };
    const group = groups.get(cooperativeId);
    if (group) group.push(line);
    else groups.set(cooperativeId, [line]);
  }
  return [...groups.values()];
}

/** In the same co-op, or between two that never had a turn, the buyers' turns decide, and last the older job. */
function isBefore(a: Key, b: Key): boolean {
  if (a[0] !== b[0]) return a[0] < b[0];
  return a[1] !== b[1] ? a[1] < b[1] : a[2] < b[2];
}

/** Before the first turn of all. */
const NEVER = -1;

/** Who had a turn when: later ones come after all that were known. */
class Turns {
  private readonly cooperatives: Map<string, number>;
  private readonly buyers: Map<string, number>;
  private now: number;

  constructor(last: LastTurns) {
    this.cooperatives = new Map(last.cooperatives);
    this.buyers = new Map(last.buyers);
    this.now = Math.max(0, ...this.cooperatives.values(), ...this.buyers.values());
  }

  keyOf({ cooperativeId, buyerId, jobIds, at }: Line): Key {
    return [this.cooperatives.get(cooperativeId) ?? NEVER, this.buyers.get(buyerId) ?? NEVER, jobIds[at]!];
  }

  take({ cooperativeId, buyerId }: Line): void {
    this.now += 1;
    this.cooperatives.set(cooperativeId, this.now);
    this.buyers.set(buyerId, this.now);
  }
}
