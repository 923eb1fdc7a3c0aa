import type { DomainError } from '../errors/define.js';
import { COMMON } from '../errors/table.js';

/** All who are not signed in, where nobody says from where they come. */
export const GUESTS = 'guests';

export interface FairGateLimits {
  /** Pieces of work that go on at once, in all and of one caller. */
  readonly atOnce: number;
  readonly atOnceOfOne: number;
  /** Those that wait, in all and of one caller. */
  readonly waiting: number;
  readonly waitingOfOne: number;
}

interface Turn {
  readonly enter: () => void;
  readonly refuse: () => void;
}

interface Caller {
  inside: number;
  readonly waiting: Turn[];
}

/**
 * Lets a few pieces of work go on at once. Those that wait have their turns caller by caller, so that whoever asks for
 * much waits behind themselves, and nobody else does.
 */
export class FairGate {
  private inside = 0;
  private inLine = 0;
  /** Those with work inside or in the line, in the order of their turns. */
  private readonly callers = new Map<string, Caller>();

  /** @param refusal - what they hear who find no room or have waited too long; by default OVERLOADED. */
  constructor(
    private readonly limits: FairGateLimits,
    private readonly refusal: () => DomainError = overloaded,
  ) {}

  get waiting(): number {
    return this.inLine;
  }

  /**
   * @param withinMs - how long the work may wait for its turn; infinite sets no limit.
   * @throws the refusal where as much waits as may, or the time has passed.
   */
  async pass<T>(name: string, withinMs: number, work: () => Promise<T>): Promise<T> {
    const caller = this.callers.get(name) ?? { inside: 0, waiting: [] };
    this.callers.set(name, caller);
    if (this.mayEnter(caller)) this.take(name, caller);
    else await this.wait(name, caller, withinMs);
    try {
      return await work();
    } finally {
      this.inside -= 1;
      caller.inside -= 1;
      this.forget(name, caller);
      this.next();
    }
  }

  private mayEnter({ inside }: Caller): boolean {
    return this.inside < this.limits.atOnce && inside < this.limits.atOnceOfOne;
  }

  /** Whoever has had a turn stands behind the others. */
  private take(name: string, caller: Caller): void {
    this.inside += 1;
    caller.inside += 1;
    this.callers.delete(name);
    this.callers.set(name, caller);
  }

  private wait(name: string, caller: Caller, withinMs: number): Promise<void> {
    this.requireRoom(name, caller);
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        clearTimeout(timer);
        caller.waiting.splice(caller.waiting.indexOf(turn), 1);
        this.inLine -= 1;
      };
      const turn: Turn = {
        enter: () => {
          leave();
          this.take(name, caller);
          resolve();
        },
        refuse: () => {
          leave();
          this.forget(name, caller);
          reject(this.refusal());
        },
      };
      const timer = Number.isFinite(withinMs) ? setTimeout(turn.refuse, Math.max(0, withinMs)) : undefined;
      caller.waiting.push(turn);
      this.inLine += 1;
    });
  }

  private next(): void {
    for (const caller of [...this.callers.values()]) {
      if (this.inside >= this.limits.atOnce) return;
      if (this.mayEnter(caller)) caller.waiting[0]?.enter();
    }
  }

  /** A full line turns away the last of whoever has the most in it. @throws the refusal */
  private requireRoom(name: string, caller: Caller): void {
    const { waiting, waitingOfOne } = this.limits;
    if (caller.waiting.length < waitingOfOne && this.inLine < waiting) return;
    const most = [...this.callers.values()].reduce((a, b) => (b.waiting.length > a.waiting.length ? b : a));
    if (caller.waiting.length < waitingOfOne && most.waiting.length > caller.waiting.length + 1) {
      return most.waiting.at(-1)!.refuse();
    }
    this.forget(name, caller);
    throw this.refusal();
  }

  private forget(name: string, { inside, waiting }: Caller): void {
    if (inside === 0 && waiting.length === 0) this.callers.delete(name);
  }
}

function overloaded(): DomainError {
  return COMMON.OVERLOADED.raise('As much of this waits as may; try again in a moment.');
}
