import { COMMON } from '../../../../subgraphs/kit/errors/table.js';

/** Which waits for which: an operation that was planned before, one that was not, and one that took long. */
export type Standing = 'known' | 'new' | 'slow';

export interface Waiting {
  /** Who asks: a viewer, or an address. */
  readonly asker: string;
  readonly standing: Standing;
  failed(error: Error): void;
}

/**
 * Operations that wait for a planner. Known ones come first; within a standing askers take turns, so that nobody waits
 * behind all that somebody else has asked for.
 */
export class PlanQueue<Order extends Waiting> {
  /** By standing, and by asker in the order of their turns. */
  private readonly lines: Readonly<Record<Standing, Map<string, Order[]>>> = {
    known: new Map(),
    new: new Map(),
    slow: new Map(),
  };
  private readonly counts = new Map<string, number>();
  private size = 0;

  constructor(private readonly waitingMax: number) {}

  /** Whether any of these waits. */
  has(...standings: readonly Standing[]): boolean {
    return standings.some((standing) => this.lines[standing].size > 0);
  }

  /** A full queue turns away the last of whoever has the most in it. @throws OVERLOADED */
  add(order: Order): void {
    if (this.size >= this.waitingMax) this.makeRoomFor(order.asker);
    const line = this.lines[order.standing];
    const own = line.get(order.asker);
    if (own) own.push(order);
    else line.set(order.asker, [order]);
    this.count(order.asker, 1);
  }

  /** The next of the first of these standings in which any waits. */
  next(...standings: readonly Standing[]): Order | undefined {
    for (const standing of standings) {
      const line = this.lines[standing];
      const [asker, own] = line.entries().next().value ?? [];
      if (asker === undefined || !own) continue;
      const order = own.shift()!;
      // To the end of the turns.
      line.delete(asker);
      if (own.length > 0) line.set(asker, own);
      this.count(asker, -1);
      return order;
    }
    return undefined;
  }

  /** Those of any standing that fulfil a condition, taken out. */
  takeWhere(condition: (order: Order) => boolean): Order[] {
    const taken: Order[] = [];
    for (const line of Object.values(this.lines)) {
      for (const [asker, own] of [...line]) {
        const kept = own.filter((order) => !condition(order));
        if (kept.length === own.length) continue;
        taken.push(...own.filter(condition));
        this.count(asker, kept.length - own.length);
        if (kept.length > 0) line.set(asker, kept);
        else line.delete(asker);
      }
    }
    return taken;
  }

  private makeRoomFor(asker: string): void {
    const [most = asker] = [...this.counts].reduce((one, other) => (other[1] > one[1] ? other : one));
    const victim = this.countOf(most) > this.countOf(asker) + 1 ? this.lastOf(most) : undefined;
    if (!victim) throw overloaded();
    victim.failed(overloaded());
  }

  private lastOf(asker: string): Order | undefined {
    for (const standing of ['slow', 'new', 'known'] as const) {
      const own = this.lines[standing].get(asker);
      const last = own?.pop();
      if (!own || !last) continue;
      if (own.length === 0) this.lines[standing].delete(asker);
      this.count(asker, -1);
      return last;
    }
    return undefined;
  }

  private countOf(asker: string): number {
    return this.counts.get(asker) ?? 0;
  }

  private count(asker: string, change: number): void {
    this.size += change;
    const count = this.countOf(asker) + change;
    if (count > 0) this.counts.set(asker, count);
    else this.counts.delete(asker);
  }
}

function overloaded(): Error {
  return COMMON.OVERLOADED.raise('Too many operations wait to be planned; try again in a moment.');
}
