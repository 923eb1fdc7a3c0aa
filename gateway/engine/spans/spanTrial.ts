import type { SpanPlan } from './spanPlan.js';

/** Runs in a row that came to nothing, after which an operation is run on parsed answers, and for how many runs. */
const VAIN_MAX = 8;
const REST_RUNS = 1_000;

/** Whether an operation is run on spans: its subgraphs may write answers in a way that is never the plainest. */
export class SpanTrial {
  private plan: SpanPlan | undefined | null = null;
  private vain = 0;

  /**
   * @param make - undefined for an operation that is never run on spans.
   * @param resting - runs before it is made, for most operations are run but once.
   */
  constructor(
    private readonly make: () => SpanPlan | undefined,
    private resting: number,
  ) {}

  /** For the next run. */
  next(): SpanPlan | undefined {
    if (this.resting > 0) {
      this.resting -= 1;
      return undefined;
    }
    if (this.plan === null) this.plan = this.make();
    return this.plan;
  }

  /** @param succeeded - whether a run ended on spans that began so. */
  note(succeeded: boolean): void {
    this.vain = succeeded ? 0 : this.vain + 1;
    if (this.vain < VAIN_MAX) return;
    this.vain = 0;
    this.resting = REST_RUNS;
  }
}
