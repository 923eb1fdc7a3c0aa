const one = (): number => 1;

/**
 * The size of an LRU that takes memory for what it holds. Its `max` would reserve all of it at once: with a million
 * places a fifth of a second and 16 MB.
 */
export function atMost(count: number): { maxSize: number; sizeCalculation: () => number } {
  return { maxSize: count, sizeCalculation: one };
}
