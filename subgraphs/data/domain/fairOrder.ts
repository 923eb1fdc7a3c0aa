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
  const cooperatives = new Map(last.cooperatives);
  const buyers = new Map(last.buyers);
  const left = lines.map((line) => ({ ...line, at: 0 }));
  let now = Math.max(0, ...cooperatives.values(), ...buyers.values());
  while (left.length > 0) {
    const next = left.reduce((first, line) => (isBefore(line, first, cooperatives, buyers) ? line : first));
    const { cooperativeId, buyerId } = next;
    yield { cooperativeId, buyerId, jobId: next.jobIds[next.at]! };
    now += 1;
    cooperatives.set(cooperativeId, now);
    buyers.set(buyerId, now);
    next.at += 1;
    if (next.at === next.jobIds.length) left.splice(left.indexOf(next), 1);
  }
}

type Line = WaitingLine & { readonly at: number };
type Turns = ReadonlyMap<string, number>;

function isBefore(a: Line, b: Line, cooperatives: Turns, buyers: Turns): boolean {
  const byCooperative = turnOf(cooperatives, a.cooperativeId) - turnOf(cooperatives, b.cooperativeId);
  if (byCooperative !== 0) return byCooperative < 0;
  // The same co-op, or two that never had a turn: then the buyers' turns decide, and last the older job.
  const byBuyer = turnOf(buyers, a.buyerId) - turnOf(buyers, b.buyerId);
  if (byBuyer !== 0) return byBuyer < 0;
  return a.jobIds[a.at]! < b.jobIds[b.at]!;
}

/** Before the first turn of all, since a difference of two infinities would be no number. */
const NEVER = -1;

function turnOf(turns: Turns, id: string): number {
  return turns.get(id) ?? NEVER;
}
