type Close = () => unknown;

/**
 * What a start has opened so far, each with what closes it. It is closed in the opposite order: at a stop, and at once where
 * the rest cannot be opened.
 */
export class Opened {
  private readonly closes: Close[] = [];

  private closed: Promise<void> | undefined;

  private constructor() {}

  /** Opens several things of which the later may fail. @throws whatever `open` throws, when all before it is closed again */
  static async all<Result>(open: (opened: Opened) => Promise<Result>): Promise<Result> {
    const opened = new Opened();
    try {
      return await open(opened);
    } catch (error) {
      // What cannot be closed is not why it could not be opened.
      await opened.close().catch(() => undefined);
      throw error;
    }
  }

  /** @param close - ends what was opened last. */
  closing(close: Close): void {
    this.closes.push(close);
  }

  /** Closes everything, once; a failure keeps none of the rest open. @throws the first failure */
  close(): Promise<void> {
    return (this.closed ??= this.closeAll());
  }

  private async closeAll(): Promise<void> {
    const failures: unknown[] = [];
    for (const close of this.closes.splice(0).reverse()) {
      try {
        await close();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
