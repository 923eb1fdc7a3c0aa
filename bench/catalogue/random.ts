/** The same numbers for the same seed, on every machine: mulberry32. */
export class Random {
  constructor(private state: number) {}

  /** From 0 to 1, which it never is. */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  below(count: number): number {
    return Math.floor(this.next() * count);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** One of a list whose nth is n times rarer than its first, as words are in a language. */
  rare<T>(list: readonly T[]): T {
    return list[Math.min(list.length - 1, Math.floor(list.length ** this.next()) - 1)]!;
  }

  some<T>(count: number, draw: () => T): T[] {
    return [...new Set(Array.from({ length: count }, draw))];
  }
}
