import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { age } from '../../../subgraphs/payouts/domain/ageing.js';

const NOW = new Date('2026-06-01T00:00:00Z');
const DAY_MS = 86_400_000;
const moved = (...of: [daysAgo: number, amountMinor: bigint][]) =>
  of.map(([daysAgo, amountMinor]) => ({ at: new Date(NOW.getTime() - daysAgo * DAY_MS), amountMinor }));

describe('the age of money', () => {
  it.each([
    { name: 'of none', movements: moved(), buckets: [0n, 0n, 0n, 0n], oldest: null },
    { name: 'of what came at once', movements: moved([10, 5n]), buckets: [5n, 0n, 0n, 0n], oldest: 10 },
    {
      name: 'on the last day of a bucket',
      movements: moved([90, 1n], [30, 1n]),
      buckets: [1n, 1n, 0n, 0n],
      oldest: 90,
    },
    { name: 'of more than a year', movements: moved([366, 7n]), buckets: [0n, 0n, 0n, 7n], oldest: 366 },
    {
      name: 'when the oldest has gone',
      movements: moved([400, 5n], [100, 5n], [50, -5n]),
      buckets: [0n, 0n, 5n, 0n],
      oldest: 100,
    },
    {
      name: 'when part of it has gone',
      movements: moved([400, 5n], [100, 5n], [50, -7n]),
      buckets: [0n, 0n, 3n, 0n],
      oldest: 100,
    },
    {
      name: 'when all has gone',
      movements: moved([400, 5n], [50, -5n]),
      buckets: [0n, 0n, 0n, 0n],
      oldest: null,
    },
    {
      name: 'when more went than had come',
      movements: moved([50, -5n], [10, 8n]),
      buckets: [3n, 0n, 0n, 0n],
      oldest: 10,
    },
  ])('$name', ({ movements, buckets, oldest }) => {
    const aged = age(movements, NOW);
    expect(aged.bucketsMinor).toEqual(buckets);
    expect(aged.oldestAt && (NOW.getTime() - aged.oldestAt.getTime()) / DAY_MS).toBe(oldest);
  });

  it('adds up to what is left', () => {
    const drawn = fc.array(fc.tuple(fc.integer({ min: 0, max: 900 }), fc.bigInt(-1000n, 1000n)));
    fc.assert(
      fc.property(drawn, (all) => {
        const movements = moved(...all.filter(([, amount]) => amount !== 0n).toSorted(([a], [b]) => b - a));
        const { amountMinor, bucketsMinor } = age(movements, NOW);
        expect(amountMinor).toBe(movements.reduce((sum, { amountMinor: moving }) => sum + moving, 0n));
        const inBuckets = bucketsMinor.reduce((sum, part) => sum + part, 0n);
        expect(inBuckets).toBe(amountMinor > 0n ? amountMinor : 0n);
      }),
      { seed: 6 },
    );
  });
});
