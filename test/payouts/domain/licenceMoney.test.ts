import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  availableOf,
  CARRIED_MS_MAX,
  NO_LICENCE,
  partsOf,
} from '../../../subgraphs/payouts/domain/licenceMoney.js';
import type { Earning } from '../../../subgraphs/payouts/domain/licenceMoney.js';

const JANUARY = new Date('2026-01-31T00:00:00Z');
const UNTIL = new Date('2026-02-28T00:00:00Z');
const revenues = (...of: [string, bigint][]) => new Map(of);
const carrying = (carriedMinor: bigint, carriedSince: Date | null = JANUARY): Earning => ({
  carriedMinor,
  carriedSince,
  dividedUntil: null,
});

describe("a licence's part of a pool", () => {
  it.each([
    {
      name: 'is in proportion to its net revenue',
      revenue: revenues(['a', 300n], ['b', 100n]),
      want: { a: 75n, b: 25n },
    },
    {
      name: 'is exact',
      revenue: revenues(['a', 1n], ['b', 1n], ['c', 1n]),
      want: { a: 34n, b: 33n, c: 33n },
    },
    { name: 'is nothing of a free one', revenue: revenues(['a', 7n], ['b', 0n]), want: { a: 100n } },
    {
      name: 'is nothing of one that took back more',
      revenue: revenues(['a', 7n], ['b', -5n]),
      want: { a: 100n },
    },
    {
      name: 'is no licence’s where none brought anything',
      revenue: revenues(),
      want: { [NO_LICENCE]: 100n },
    },
  ])('$name', ({ revenue, want }) => {
    expect(Object.fromEntries(partsOf(100n, revenue))).toEqual(want);
  });

  it('sums to the pool', () => {
    const drawn = fc.dictionary(fc.stringMatching(/^l[a-z]{1,4}$/), fc.bigInt(-(10n ** 12n), 10n ** 12n));
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 12n), drawn, (pool, revenue) => {
        const parts = partsOf(pool, new Map(Object.entries(revenue)));
        expect([...parts.values()].reduce((sum, part) => sum + part, 0n)).toBe(pool);
        expect([...parts.values()].every((part) => part > 0n)).toBe(true);
      }),
      { seed: 5 },
    );
  });
});

describe('what a run may divide', () => {
  const available = (
    undivided: bigint,
    revenue: Map<string, bigint>,
    earnings: [string, Earning][],
    until = UNTIL,
  ) => availableOf(100n, undivided, revenue, new Map(earnings), until);

  it('is this pool by licence, and what waits for each', () => {
    const { byLicence, commonMinor } = available(50n, revenues(['a', 1n]), [
      ['a', carrying(20n)],
      ['b', carrying(30n)],
    ]);
    expect(byLicence.get('a')).toMatchObject({ minor: 120n, carriedSince: JANUARY });
    expect(byLicence.get('b')).toMatchObject({ minor: 30n });
    expect(commonMinor).toBe(0n);
  });

  it('is everybody’s where it never was a licence’s', () => {
    expect(available(50n, revenues(['a', 1n]), []).commonMinor).toBe(50n);
  });

  it('is everybody’s where a licence was not used for a year', () => {
    const late = new Date(JANUARY.getTime() + CARRIED_MS_MAX + 1);
    const { byLicence, commonMinor } = available(30n, revenues(['a', 1n]), [['b', carrying(30n)]], late);
    expect(byLicence.has('b')).toBe(false);
    expect(commonMinor).toBe(30n);
  });

  it('is everybody’s where a licence took back what it had brought', () => {
    const { byLicence, commonMinor } = available(30n, revenues(['a', 9n], ['b', -25n]), [
      ['b', carrying(30n)],
    ]);
    expect(byLicence.get('b')).toMatchObject({ minor: 5n });
    expect(commonMinor).toBe(25n);
  });

  it('cannot be more than there is', () => {
    expect(() => available(10n, revenues(['a', 1n]), [['b', carrying(30n)]])).toThrow(
      '20 more than there is',
    );
  });
});
