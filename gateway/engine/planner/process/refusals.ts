import { LRUCache } from 'lru-cache';
import { DomainError } from '../../../../subgraphs/kit/errors/define.js';
import type { Refusal } from './tasks.js';

/** How long a refusal holds the first time. It doubles with each, since a busy machine may have been the cause. */
const FIRST_MS = 60_000;
const LAST_MS = 3_600_000;
/** Some 300 bytes each; whoever asks for more shapes than that is held by what they have wasted. */
const SHAPES_MAX = 5_000;

interface Remembered {
  refusal: Refusal;
  until: number;
  times: number;
}

/** Operations that a planner refused, so that they are refused again at no cost. */
export class Refusals {
  private readonly known = new LRUCache<string, Remembered>({ max: SHAPES_MAX });

  /** @param now - monotonic milliseconds. */
  constructor(private readonly now: () => number = () => performance.now()) {}

  get isEmpty(): boolean {
    return this.known.size === 0;
  }

  remember(shape: string, { code, retry, message }: DomainError): void {
    const times = (this.known.get(shape)?.times ?? 0) + 1;
    const until = this.now() + Math.min(LAST_MS, FIRST_MS * 2 ** (times - 1));
    this.known.set(shape, { refusal: { code, retry, message }, until, times });
  }

  /** It could be planned after all: the machine was busy. */
  forget(shape: string): void {
    this.known.delete(shape);
  }

  /** The refusal that holds for a shape at this moment. */
  find(shape: string): DomainError | undefined {
    const known = this.known.get(shape);
    if (!known || known.until <= this.now()) return undefined;
    const { code, retry, message } = known.refusal;
    return new DomainError(code, retry, message);
  }
}
