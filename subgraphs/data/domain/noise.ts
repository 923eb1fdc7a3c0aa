/** A source of uniformly random bytes; in production the operating system's CSPRNG. */
export type RandomBytes = (length: number) => Uint8Array;

/** An exact fraction of two integers, `denominator` above zero. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Draws integer noise whose probability is exactly proportional to `exp(-|x| / scale)`.
 *
 * Everything is integer arithmetic on uniform bytes. Noise made from floats leaves gaps in its low bits through which
 * the true value can be read, so there is none here, and no logarithm either.
 *
 * @param scale - sensitivity over epsilon, above zero, in the unit of the value to be hidden.
 * @see Canonne, Kamath, Steinke, "The Discrete Gaussian for Differential Privacy" (2020), algorithm 2.
 */
export function discreteLaplace(scale: Ratio, random: RandomBytes): bigint {
  const { numerator: t, denominator: s } = reduced(scale);
  for (;;) {
    const fine = uniformBelow(t, random);
    if (!bernoulliExp({ numerator: fine, denominator: t }, random)) continue;
    let coarse = 0n;
    while (bernoulliExp(ONE, random)) coarse += 1n;
    const magnitude = (fine + t * coarse) / s;
    const negative = uniformBelow(2n, random) === 1n;
    // Zero is reached with both signs; one of them is thrown away so that it does not weigh double.
    if (negative && magnitude === 0n) continue;
    return negative ? -magnitude : magnitude;
  }
}

/**
 * True with probability exactly `exp(-x)`.
 *
 * @param x - zero or more.
 * @see Canonne, Kamath, Steinke (2020), algorithm 1.
 */
export function bernoulliExp(x: Ratio, random: RandomBytes): boolean {
  let whole = x.numerator / x.denominator;
  for (; whole > 0n; whole -= 1n) if (!bernoulliExpUnit(ONE, random)) return false;
  return bernoulliExpUnit({ numerator: x.numerator % x.denominator, denominator: x.denominator }, random);
}

/**
 * A uniform integer in `[0, bound)`, by rejection, so that no residue is more likely than another.
 *
 * @param bound - above zero.
 */
export function uniformBelow(bound: bigint, random: RandomBytes): bigint {
  if (bound <= 0n) throw new RangeError(`a uniform draw needs a bound above zero, not ${bound}`);
  if (bound === 1n) return 0n;
  const bits = (bound - 1n).toString(2).length;
  const length = Math.ceil(bits / 8);
  const mask = (1n << BigInt(bits)) - 1n;
  for (;;) {
    const drawn = integerOf(random(length)) & mask;
    if (drawn < bound) return drawn;
  }
}

const ONE: Ratio = { numerator: 1n, denominator: 1n };

/** True with probability `exp(-x)` for x in [0, 1]: the parity of the first failure in a falling series of coins. */
function bernoulliExpUnit(x: Ratio, random: RandomBytes): boolean {
  let k = 1n;
  while (uniformBelow(x.denominator * k, random) < x.numerator) k += 1n;
  return k % 2n === 1n;
}

function integerOf(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

function reduced({ numerator, denominator }: Ratio): Ratio {
  if (numerator <= 0n || denominator <= 0n) {
    throw new RangeError(`a noise scale must be above zero, not ${numerator}/${denominator}`);
  }
  let [a, b] = [numerator, denominator];
  while (b > 0n) [a, b] = [b, a % b];
  return { numerator: numerator / a, denominator: denominator / a };
}
