import { LRUCache } from 'lru-cache';

/** Milliseconds of waste forgiven in each second: nobody wastes more than this part of one planner for long. */
const FORGIVEN_MS_PER_SECOND = 50;
/** Whoever is forgotten begins anew. */
const ASKERS_MAX = 10_000;

interface Level {
  ms: number;
  at: number;
}

/** What askers have made planners do in vain: an asker who has wasted too much gets no more than the shortest time. */
export class Waste {
  private readonly levels = new LRUCache<string, Level>({ max: ASKERS_MAX });

  /**
   * @param msMax - milliseconds of planning in vain that an asker may have caused.
   * @param now - monotonic milliseconds.
   */
  constructor(
    private readonly msMax: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  charge(asker: string, ms: number): void {
    this.levels.set(asker, { ms: this.levelOf(asker) + ms, at: this.now() });
  }

  /** Milliseconds until the asker has time again; 0 for whoever has some. */
  exceededForMs(asker: string): number {
    return Math.max(0, ((this.levelOf(asker) - this.msMax) / FORGIVEN_MS_PER_SECOND) * 1_000);
  }

  private levelOf(asker: string): number {
    const level = this.levels.get(asker);
    if (!level) return 0;
    return Math.max(0, level.ms - ((this.now() - level.at) / 1_000) * FORGIVEN_MS_PER_SECOND);
  }
}
