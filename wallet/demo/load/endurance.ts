import { RequestRefused } from '../../client/errors.js';
import type { Patience, Repeat } from '../../client/graphqlClient.js';

/** Codes of refusals that a request meets before anything of it is done, whatever it asks for. */
const NOTHING_DONE: ReadonlySet<string> = new Set([
  'OVERLOADED',
  'RATE_LIMITED',
  'SUBGRAPH_OVERLOADED',
  'PROJECTION_BEHIND',
]);
const FIRST_PAUSE_MS = 250;
/** No longer than somebody would wait who watches. */
const LONGEST_PAUSE_MS = 10_000;
/** The load gives up once so long nothing of it went on, with ten times what the slowest step was ever seen to take. */
const FRUITLESS_MS_MAX = 600_000;
/** After a step whose outcome was unknown, refusals may only say that it was done: it looks anew so many times. */
const REFUSALS_MAX = 5;

export interface EnduranceOptions {
  readonly fruitlessMsMax?: number;
  readonly now?: () => number;
  readonly pause?: (milliseconds: number) => Promise<void>;
}

/**
 * The patience of the load on a machine that has other things to do: whatever may pass is tried again with growing
 * pauses, for as long as anything of the load goes on, and for ten minutes when nothing does.
 */
export class Endurance implements Patience {
  /** What the last attempt that failed has met, until something goes on again. */
  trouble: string | undefined;
  private since: number;
  private readonly now: () => number;
  private readonly pause: (milliseconds: number) => Promise<void>;
  private readonly fruitlessMsMax: number;

  constructor({ fruitlessMsMax, now, pause }: EnduranceOptions = {}) {
    this.fruitlessMsMax = fruitlessMsMax ?? FRUITLESS_MS_MAX;
    this.now = now ?? (() => performance.now());
    this.pause = pause ?? ((ms) => new Promise((resolve) => setTimeout(resolve, ms)));
    this.since = this.now();
  }

  /** Something went on. */
  progressed(): void {
    this.since = this.now();
    this.trouble = undefined;
  }

  get isSpent(): boolean {
    return this.now() - this.since > this.fruitlessMsMax;
  }

  /** For a request that is the same whether it is done once or twice. Others are for the step that they belong to. */
  pauseAfter(error: unknown, attempt: number, repeat: Repeat): number | undefined {
    const harmless = repeat === 'always' ? mayPass(error) : repeat === 'refused' && isUndone(error);
    if (!harmless || this.isSpent) return undefined;
    this.trouble = nameOf(error);
    return pauseAfter(attempt);
  }

  /**
   * Does a step that first looks what is there, again from its beginning while what it meets may pass.
   *
   * @param step - is told whether an attempt before may have done a part of it.
   * @throws what it met last, in words, once nothing has gone on for too long; at once what will not pass.
   */
  async over<Result>(what: string, step: (again: boolean) => Promise<Result>): Promise<Result> {
    let refusals = 0;
    for (let attempt = 1; ; attempt += 1) {
      try {
        const result = await step(attempt > 1);
        this.progressed();
        return result;
      } catch (error) {
        const passing = mayPass(error);
        if (!passing && (attempt === 1 || !(error instanceof RequestRefused))) throw error;
        if (!passing && (refusals += 1) > REFUSALS_MAX) throw error;
        if (this.isSpent) throw this.finalWord(what, error);
        this.trouble = nameOf(error);
        await this.pause(pauseAfter(attempt));
      }
    }
  }

  private finalWord(what: string, error: unknown): Error {
    const minutes = Math.round(this.fruitlessMsMax / 60_000);
    return new Error(`for ${minutes} minutes nothing went on (${what}): ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** Whether time may mend it: all that was refused is to be tried later, or no answer came. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof RequestRefused)) return isUnanswered(error);
  if (error.failures.every(({ extensions }) => extensions?.retry === 'later')) return true;
  // Somebody between us and the gateway, or a gateway that is being stopped.
  return error.code === 'UNKNOWN' && error.status >= 500;
}

function isUndone(error: unknown): boolean {
  return (
    error instanceof RequestRefused &&
    error.failures.every(({ extensions }) => NOTHING_DONE.has(extensions?.code ?? ''))
  );
}

/** `fetch` could not connect or was cut off, or its time was over. */
function isUnanswered(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.name === 'TimeoutError');
}

function pauseAfter(attempt: number): number {
  return Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), LONGEST_PAUSE_MS);
}

function nameOf(error: unknown): string {
  return error instanceof RequestRefused ? error.code : 'no answer';
}
