/** Whole numbers below 2^32 that follow from a seed, the same ones on every machine. */
export class Random {
  #state: number;

  constructor(...seed: readonly (string | number)[]) {
    this.#state = hash(...seed);
  }

  /** @returns at least zero and less than one. */
  #fraction(): number {
    // Mulberry32: small, and good enough that neighbouring seeds have nothing in common.
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  chance(probability: number): boolean {
    return this.#fraction() < probability;
  }

  /** @returns an integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#fraction() * (most - least + 1));
  }

  pick<T>(items: readonly T[]): T {
    return items[this.between(0, items.length - 1)]!;
  }

  /** @returns each item with the given probability, and at least `least` of them. */
  some<T>(items: readonly T[], probability: number, least = 0): T[] {
    const chosen = new Set(items.filter(() => this.chance(probability)));
    const rest = this.shuffled(items.filter((item) => !chosen.has(item)));
    while (chosen.size < least && rest.length > 0) chosen.add(rest.pop()!);
    return items.filter((item) => chosen.has(item));
  }

  shuffled<T>(items: readonly T[]): T[] {
    const left = [...items];
    return items.map(() => left.splice(this.between(0, left.length - 1), 1)[0]!);
  }
}

/** FNV-1a over the parts, with a mark between them; below 2^32. */
export function hash(...parts: readonly (string | number)[]): number {
  let value = 0x811c9dc5;
  for (const part of parts) {
    const text = String(part);
    for (let index = 0; index < text.length; index++) {
      value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
    }
    value = Math.imul(value ^ 0x1f, 0x01000193);
  }
  return (value ^ (value >>> 16)) >>> 0;
}
