import type { Ratio } from './noise.js';

/**
 * The distance from the true value that discrete Laplace noise exceeds with probability `exceeds` at most.
 *
 * It depends on public numbers only (the scale), so telling it tells nothing about the data. A float will do: the
 * bound is rounded up and the draw itself does not use it.
 *
 * @param exceeds - a probability in (0, 1): 0.05 for a bound that holds 95 times in 100.
 * @returns a whole number, zero or more, in the unit of the scale.
 */
export function noiseBound(scale: Ratio, exceeds: number): number {
  const decay = Number(scale.denominator) / Number(scale.numerator);
  // P(|X| > m) = 2 p^(m+1) / (1 + p) with p = exp(-decay).
  const least = -Math.log((exceeds * (1 + Math.exp(-decay))) / 2) / decay - 1;
  return Math.max(0, Math.ceil(least));
}
