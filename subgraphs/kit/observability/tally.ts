import { Counter } from 'prom-client';
import type { Registry } from 'prom-client';

/** One number of a tally, with the labels that it is told under. */
interface Cell {
  readonly labels: Readonly<Record<string, string>>;
  count: number;
}

/**
 * A counter with labels that costs a request one addition: the library, which hashes its labels at each, hears of the
 * numbers when somebody looks.
 */
export class Tally {
  private readonly cells = new Map<string, Cell>();

  constructor(
    registry: Registry,
    name: string,
    help: string,
    private readonly labelNames: readonly string[],
  ) {
    const counter: Counter = new Counter({
      name,
      help,
      labelNames: [...labelNames],
      registers: [registry],
      collect: () => {
        counter.reset();
        for (const { labels, count } of this.cells.values()) counter.inc(labels, count);
      },
    });
  }

  /** @param values - in the order of the names; none holds a line break. */
  add(...values: readonly string[]): void {
    this.under(...values).count += 1;
  }

  /** A number to add to without looking for it. It is told from now on, also while it is zero. */
  under(...values: readonly string[]): { count: number } {
    const key = values.join('\n');
    const known = this.cells.get(key);
    if (known) return known;
    const labels = Object.fromEntries(this.labelNames.map((name, index) => [name, values[index]!]));
    const made = { labels, count: 0 };
    this.cells.set(key, made);
    return made;
  }
}
