import assert from 'node:assert/strict';

/** An exact part of a whole, in lowest terms, its denominator above zero. */
export interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/** @param denominator - not zero. */
export function fraction(numerator: bigint, denominator: bigint): Fraction {
  assert(denominator !== 0n, `${numerator} is divided by zero`);
  const sign = denominator < 0n ? -1n : 1n;
  const divisor = sign * greatestCommonDivisor(magnitude(numerator), magnitude(denominator));
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

/** @param bp - integer basis points: 10,000 are the whole. */
export function fromBasisPoints(bp: number): Fraction {
  return fraction(BigInt(bp), 10_000n);
}

/** @returns below zero if `a` is less than `b`, zero if they are equal, otherwise above zero. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.numerator * b.denominator - b.numerator * a.denominator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** Is `part` at least `share` of `whole`? Of nothing, nothing is enough. */
export function reaches(part: bigint, whole: bigint, share: Fraction): boolean {
  return part * share.denominator >= whole * share.numerator;
}

/** `share` of an amount, rounded down: towards minus infinity, so that a debt is not made smaller. */
export function floorOf(amount: bigint, { numerator, denominator }: Fraction): bigint {
  const product = amount * numerator;
  const quotient = product / denominator;
  return product % denominator < 0n ? quotient - 1n : quotient;
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestCommonDivisor(b, a % b);
}

function magnitude(value: bigint): bigint {
  return value < 0n ? -value : value;
}
