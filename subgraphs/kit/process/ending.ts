type Step = () => unknown;

/**
 * What a start has begun, to be undone in the reverse order: when it is stopped, and where it does not come to its end.
 */
export class Ending {
  private steps: Step[] = [];

  /** Undoes what was just begun. */
  add(step: Step): void {
    this.steps.push(step);
  }

  /** Each step in turn, also after one that failed. @throws what the first one that failed threw. */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    for (let step = this.steps.pop(); step; step = this.steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }

  /** Runs a start: where it fails, what it had begun is undone before that is told. */
  static async of<Begun>(
    start: (ending: Ending) => Promise<Begun>,
  ): Promise<Begun & { stop(): Promise<void> }> {
    const ending = new Ending();
    try {
      const begun = await start(ending);
      return { ...begun, stop: () => ending.stop() };
    } catch (error) {
      await ending.stop().catch(() => undefined);
      throw error;
    }
  }
}
