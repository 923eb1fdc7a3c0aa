import { COMMON } from '../../subgraphs/kit/errors/table.js';

/** Frees a place; a second time does nothing. */
export type Leave = () => void;

/** Counts who holds how many of something that is bounded for each. */
export class Places {
  private readonly held = new Map<string, number>();

  constructor(
    private readonly most: number,
    private readonly what: string,
  ) {}

  /** @throws SUBSCRIPTIONS_EXCEEDED */
  requireRoom(who: string): void {
    if ((this.held.get(who) ?? 0) < this.most) return;
    throw COMMON.SUBSCRIPTIONS_EXCEEDED.raise(`There are at most ${this.most} ${this.what}.`, {
      limit: this.most,
    });
  }

  /** @throws SUBSCRIPTIONS_EXCEEDED */
  enter(who: string): Leave {
    this.requireRoom(who);
    this.held.set(who, (this.held.get(who) ?? 0) + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const rest = this.held.get(who)! - 1;
      if (rest === 0) this.held.delete(who);
      else this.held.set(who, rest);
    };
  }
}
