/** Percent between two lines: a line about every second. */
const STRIDE_PERCENT = 3;

/** Reports how far the demo world has come: a line whenever another few percent are done. */
export class Progress {
  private done = 0;
  private saidPercent = -1;

  /** @param total - steps in all, of about equal length. */
  constructor(
    private readonly total: number,
    private readonly say: (line: string) => void = (line) => console.log(line),
  ) {}

  step(what: string, steps = 1): void {
    this.done += steps;
    const percent = Math.min(Math.floor((this.done / this.total) * 100), 99);
    if (percent < this.saidPercent + STRIDE_PERCENT) return;
    this.saidPercent = percent;
    this.say(`loading demo: ${String(percent).padStart(2)} % ${what}`);
  }

  finish(): void {
    this.say('loading demo: 100 %');
  }
}
