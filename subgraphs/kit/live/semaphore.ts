/** Lets a few through at a time, the others in their order: so that a change which many watch leaves others room. */
export class Semaphore {
  private readonly waiting: (() => void)[] = [];
  private inside = 0;

  constructor(private readonly most: number) {}

  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.inside >= this.most) await new Promise<void>((enter) => this.waiting.push(enter));
    else this.inside += 1;
    try {
      return await work();
    } finally {
      // Whoever leaves hands the place on.
      const next = this.waiting.shift();
      if (next) next();
      else this.inside -= 1;
    }
  }
}
