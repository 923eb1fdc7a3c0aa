/** Percent between two lines: a line about every second. */
const STRIDE_PERCENT = 3;
/** Somebody who watches hears something at least so often, with room for a machine that wakes us late. */
const SILENCE_MS_MAX = 6_000;
const LOOK_MS = 1_000;

export interface ProgressOptions {
  readonly say?: (line: string) => void;
  readonly now?: () => number;
  /** Hears of each step. */
  readonly onStep?: () => void;
  /** What keeps the load from going on at the moment. */
  readonly trouble?: () => string | undefined;
}

/** Reports how far the demo world has come: a line whenever another few percent are done, and when none are for a while. */
export class Progress {
  private done = 0;
  private saidPercent = -1;
  private percent = 0;
  private what = 'it begins';
  private saidAt: number;
  private steppedAt: number;
  private readonly say: (line: string) => void;
  private readonly now: () => number;
  private timer: NodeJS.Timeout | undefined;

  /** @param total - steps in all, of about equal length. */
  constructor(
    private readonly total: number,
    private readonly options: ProgressOptions = {},
  ) {
    this.say = options.say ?? ((line) => console.log(line));
    this.now = options.now ?? (() => performance.now());
    this.saidAt = this.steppedAt = this.now();
  }

  /** Has it speak up by itself, too, until it is finished. */
  begin(): this {
    this.timer = setInterval(() => this.look(), LOOK_MS).unref();
    return this;
  }

  step(what: string, steps = 1): void {
    this.done += steps;
    this.what = what;
    this.steppedAt = this.now();
    this.percent = Math.min(Math.floor((this.done / this.total) * 100), 99);
    this.options.onStep?.();
    if (this.percent < this.saidPercent + STRIDE_PERCENT) return;
    this.saidPercent = this.percent;
    this.tell(what);
  }

  /** Says that it goes on, where it has said nothing for too long. */
  look(): void {
    if (this.now() - this.saidAt < SILENCE_MS_MAX) return;
    const seconds = Math.round((this.now() - this.steppedAt) / 1_000);
    const trouble = this.options.trouble?.();
    const busy = trouble === undefined ? '' : `; the services are busy (${trouble}) and are asked again`;
    this.tell(`goes on: ${this.what}, ${seconds} s ago${busy}`);
  }

  finish(): void {
    clearInterval(this.timer);
    this.say('loading demo: 100 %');
  }

  private tell(what: string): void {
    this.saidAt = this.now();
    this.say(`loading demo: ${String(this.percent).padStart(2)} % ${what}`);
  }
}
