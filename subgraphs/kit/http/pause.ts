/** Says that a request goes on, after it has waited; a second time does nothing. */
export type Resume = () => void;

/** To be called when a request begins to wait, and is no work until it goes on. */
export type Pause = () => Resume;

/** A place among the requests that are worked on at once; who waits holds none. */
export class Place {
  private waiting = 0;

  /**
   * @param take - counts one more, whether or not there is room: who has waited is not sent away.
   * @param free - counts one fewer.
   */
  constructor(
    private readonly take: () => void,
    private readonly free: () => void,
  ) {
    take();
  }

  /** Several services may be waited for at once. */
  readonly pause: Pause = () => {
    this.waiting += 1;
    if (this.waiting === 1) this.free();
    let waits = true;
    return () => {
      if (!waits) return;
      waits = false;
      this.waiting -= 1;
      if (this.waiting === 0) this.take();
    };
  };

  /** After the answer, when nothing waits any more. */
  leave(): void {
    if (this.waiting === 0) this.free();
    // What is still waited for, whoever asked for it, does not take the place again.
    this.waiting = Infinity;
  }
}
