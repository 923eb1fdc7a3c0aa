import type { Metric, Registry } from 'prom-client';

/** How long the requests under one label took. */
interface Cell {
  /** By bound, and one for what took longer than all: how many. */
  readonly counts: Float64Array;
  seconds: number;
}

/**
 * A histogram with one label that costs a request a comparison or two and an addition: the library makes a function and
 * looks labels up at each, and hears of the numbers when somebody looks.
 */
export class Durations {
  private readonly cells = new Map<string, Cell>();

  constructor(
    registry: Registry,
    private readonly name: string,
    private readonly help: string,
    private readonly label: string,
    /** Seconds, rising. */
    private readonly bounds: readonly number[],
  ) {
    const metric = { name, get: () => Promise.resolve(this.told()) };
    registry.registerMetric(metric as unknown as Metric);
  }

  /** @param under - a value of the label. */
  add(under: string, seconds: number): void {
    let cell = this.cells.get(under);
    if (!cell)
      this.cells.set(under, (cell = { counts: new Float64Array(this.bounds.length + 1), seconds: 0 }));
    let at = 0;
    while (at < this.bounds.length && seconds > this.bounds[at]!) at++;
    cell.counts[at]! += 1;
    cell.seconds += seconds;
  }

  /** As the library takes it: each bound with all that took no longer. */
  private told() {
    const { name, help } = this;
    const values = [...this.cells].flatMap(([under, { counts, seconds }]) => {
      const labels = { [this.label]: under };
      let sum = 0;
      const buckets = [...this.bounds, '+Inf'].map((le, index) => {
        sum += counts[index]!;
        return { metricName: `${name}_bucket`, labels: { le, ...labels }, value: sum };
      });
      return [
        ...buckets,
        { metricName: `${name}_sum`, labels, value: seconds },
        { metricName: `${name}_count`, labels, value: sum },
      ];
    });
    return { name, help, type: 'histogram', aggregator: 'sum', values };
  }
}
