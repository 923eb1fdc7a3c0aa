import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  compareFractions,
  floorOf,
  fraction,
  fromBasisPoints,
  reaches,
} from '../../../subgraphs/kit/domain/fraction.js';

const whole = fc.bigInt();
const divisor = fc.bigInt().filter((value) => value !== 0n);
const natural = fc.bigInt({ min: 0n, max: 10n ** 12n });
const share = fc
  .tuple(
    natural,
    natural.filter((value) => value > 0n),
  )
  .map(([n, d]) => fraction(n, d));

describe('fractions', () => {
  it('are in lowest terms above a positive denominator', () => {
    expect(fraction(-6n, -4n)).toEqual({ numerator: 3n, denominator: 2n });
    expect(fraction(6n, -4n)).toEqual({ numerator: -3n, denominator: 2n });
    expect(fraction(0n, -4n)).toEqual({ numerator: 0n, denominator: 1n });
  });

  it('are the same however they are written', () => {
    fc.assert(
      fc.property(whole, divisor, divisor, (n, d, k) =>
        expect(fraction(n * k, d * k)).toEqual(fraction(n, d)),
      ),
    );
  });

  it('are never over zero', () => {
    expect(() => fraction(1n, 0n)).toThrow(/divided by zero/);
  });

  it('read basis points', () => {
    expect(fromBasisPoints(6_667)).toEqual({ numerator: 6_667n, denominator: 10_000n });
    expect(fromBasisPoints(2_500)).toEqual({ numerator: 1n, denominator: 4n });
  });

  it('order as their difference does', () => {
    expect(compareFractions(fraction(1n, 3n), fraction(33_333n, 100_000n))).toBe(1);
    expect(compareFractions(fraction(-1n, 2n), fraction(-1n, 3n))).toBe(-1);
    expect(compareFractions(fraction(2n, 4n), fraction(1n, 2n))).toBe(0);
  });
});

describe('reaches', () => {
  const cases = [
    { part: 2n, of: 3n, share: fraction(2n, 3n), want: true },
    { part: 66n, of: 100n, share: fraction(2n, 3n), want: false },
    { part: 67n, of: 100n, share: fraction(2n, 3n), want: true },
    { part: 0n, of: 0n, share: fraction(1n, 2n), want: true },
    { part: 0n, of: 1n, share: fraction(0n, 1n), want: true },
    { part: 0n, of: 1n, share: fraction(1n, 10n ** 18n), want: false },
  ];
  it.each(cases)('$part of $of', ({ part, of, share, want }) => expect(reaches(part, of, share)).toBe(want));
});

describe('floorOf', () => {
  it('is the largest whole amount not above the share, of debts too', () => {
    fc.assert(
      fc.property(whole, share, (amount, part) => {
        const floor = floorOf(amount, part);
        expect(floor * part.denominator <= amount * part.numerator).toBe(true);
        expect((floor + 1n) * part.denominator > amount * part.numerator).toBe(true);
      }),
    );
  });
});
