/** How many may wait at once, in all and of one viewer: each keeps a connection and its request. */
export class Waits {
  private readonly ofViewer = new Map<string, number>();
  private waiting = 0;

  constructor(private readonly max: { all: number; perViewer: number }) {}

  /** @returns undefined, at once and without waiting, where nobody more may. */
  async within<T>(viewer: string, wait: () => Promise<T>): Promise<T | undefined> {
    const own = this.ofViewer.get(viewer) ?? 0;
    if (this.waiting >= this.max.all || own >= this.max.perViewer) return undefined;
    this.waiting += 1;
    this.ofViewer.set(viewer, own + 1);
    try {
      return await wait();
    } finally {
      this.waiting -= 1;
      const left = this.ofViewer.get(viewer)! - 1;
      if (left > 0) this.ofViewer.set(viewer, left);
      else this.ofViewer.delete(viewer);
    }
  }
}
