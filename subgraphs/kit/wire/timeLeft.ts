import { COMMON } from '../errors/table.js';

const MILLISECONDS = /^\d{1,9}$/;

/** How long whoever asked will wait for one request, from the moment it came. */
export class TimeLeft {
  /** Monotonic milliseconds; infinite where nothing was said. */
  private readonly until: number;

  /** @param header - `timeout-ms`: whole milliseconds, which differ from clocks in that they need not agree. */
  constructor(header: string | undefined) {
    const said = header !== undefined && MILLISECONDS.test(header);
    this.until = said ? performance.now() + Number(header) : Infinity;
  }

  /** Whole milliseconds. */
  ms(): number {
    return Math.max(0, Math.floor(this.until - performance.now()));
  }

  /** @throws DEADLINE_EXCEEDED when nobody waits any more: work begun now would be done for nobody. */
  require(): void {
    if (this.ms() === 0) throw COMMON.DEADLINE_EXCEEDED.raise('Nobody waits for this answer any more.');
  }
}
