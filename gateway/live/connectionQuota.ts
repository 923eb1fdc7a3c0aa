import { COMMON } from '../../subgraphs/kit/errors/table.js';

/** Frees what is held; a second time does nothing. */
export type Leave = () => void;

/** One connection of somebody's. */
export interface Held {
  readonly leave: Leave;
  /** From now on it makes no room for others. */
  keep(): void;
}

interface Holding {
  /** Ends it; undefined for a connection that is kept. */
  giveWay: (() => void) | undefined;
}

/** Counts who holds how many connections, of which everybody may hold so many. */
export class ConnectionQuota {
  /** In the order in which they came. */
  private readonly held = new Map<string, Set<Holding>>();

  constructor(
    private readonly most: number,
    private readonly what: string,
  ) {}

  /** @throws SUBSCRIPTIONS_EXCEEDED where there is no room and none could be made */
  requireRoom(who: string): void {
    const held = this.held.get(who);
    if (!held || held.size < this.most || oldestToGo(held)) return;
    throw COMMON.SUBSCRIPTIONS_EXCEEDED.raise(`There are at most ${this.most} ${this.what}.`, {
      limit: this.most,
    });
  }

  /**
   * Where there is no room, the oldest connection that may give way is ended.
   *
   * @param giveWay - ends the connection that enters, as long as it is not kept; by default it is kept at once.
   * @throws SUBSCRIPTIONS_EXCEEDED
   */
  enter(who: string, giveWay?: () => void): Held {
    this.requireRoom(who);
    const held = this.held.get(who) ?? new Set();
    const old = held.size < this.most ? undefined : oldestToGo(held);
    const holding: Holding = { giveWay };
    // Before anybody is told to go, who may leave by themselves upon that.
    if (old) held.delete(old);
    held.add(holding);
    this.held.set(who, held);
    old?.giveWay?.();
    return {
      leave: () => {
        held.delete(holding);
        if (held.size === 0 && this.held.get(who) === held) this.held.delete(who);
      },
      keep: () => void (holding.giveWay = undefined),
    };
  }
}

function oldestToGo(held: ReadonlySet<Holding>): Holding | undefined {
  for (const holding of held) if (holding.giveWay) return holding;
  return undefined;
}
