import { COMMON } from '../../../subgraphs/kit/errors/table.js';

/** One piece of work after another. */
export class Queue {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  /** @param waitingMax - pieces under way or waiting. */
  constructor(private readonly waitingMax: number) {}

  /** @throws OVERLOADED, and whatever the work throws. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.waiting >= this.waitingMax) {
      throw COMMON.OVERLOADED.raise('Others publish at this moment; try again.');
    }
    this.waiting += 1;
    const done = this.last.then(work, work);
    this.last = done.catch(() => undefined);
    try {
      return await done;
    } finally {
      this.waiting -= 1;
    }
  }
}
