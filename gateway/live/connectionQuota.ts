import { COMMON } from '../../subgraphs/kit/errors/table.js';

/** Frees what is held; a second time does nothing. */
export type Leave = () => void;

/** An `unused` connection gives way to any other, a `guest`’s to that of somebody who has signed in, a `kept` one to none. */
export type Standing = 'unused' | 'guest' | 'kept';

/** One connection of somebody's. */
export interface Held {
  readonly leave: Leave;
  /** Somebody asks for something over it. */
  used(): void;
}

/** One on which nobody has signed in. */
export interface Guest {
  readonly standing: 'unused' | 'guest';
  /** Ends it. */
  giveWay(): void;
}

interface Holding {
  standing: Standing;
  giveWay(): void;
}

const KEPT = { standing: 'kept', giveWay: () => undefined } as const;

/** Counts who holds how many connections, of which everybody may hold so many. */
export class ConnectionQuota {
  /** In the order in which they came. */
  private readonly held = new Map<string, Set<Holding>>();

  constructor(
    private readonly most: number,
    private readonly what: string,
  ) {}

  /**
   * @param by - the standing of the connection that would enter; by default the highest that it may turn out to have.
   * @throws SUBSCRIPTIONS_EXCEEDED where there is no room and none could be made
   */
  requireRoom(who: string, by: Standing = 'kept'): void {
    const held = this.held.get(who);
    if (!held || held.size < this.most || oldestToGo(held, by)) return;
    throw COMMON.SUBSCRIPTIONS_EXCEEDED.raise(`There are at most ${this.most} ${this.what}.`, {
      limit: this.most,
    });
  }

  /**
   * Where there is no room, the oldest connection that may give way to this one is ended.
   *
   * @param guest - where nobody has signed in on it; one of somebody who has gives way to nobody.
   * @throws SUBSCRIPTIONS_EXCEEDED
   */
  enter(who: string, guest?: Guest): Held {
    const holding: Holding = { ...(guest ?? KEPT) };
    this.requireRoom(who, holding.standing);
    const held = this.held.get(who) ?? new Set();
    const old = held.size < this.most ? undefined : oldestToGo(held, holding.standing);
    // Before anybody is told to go, who may leave by themselves upon that.
    if (old) held.delete(old);
    held.add(holding);
    this.held.set(who, held);
    old?.giveWay();
    return {
      leave: () => {
        held.delete(holding);
        if (held.size === 0 && this.held.get(who) === held) this.held.delete(who);
      },
      used() {
        if (holding.standing === 'unused') holding.standing = 'guest';
      },
    };
  }
}

function oldestToGo(held: ReadonlySet<Holding>, by: Standing): Holding | undefined {
  const oldest = (standing: Standing): Holding | undefined => {
    for (const holding of held) if (holding.standing === standing) return holding;
    return undefined;
  };
  return oldest('unused') ?? (by === 'kept' ? oldest('guest') : undefined);
}
