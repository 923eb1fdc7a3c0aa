import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { money } from '../../../subgraphs/kit/domain/money.js';
import { allocate } from '../../../subgraphs/payouts/domain/allocate.js';

const weightsOf = (weights: readonly bigint[]) => new Map(weights.map((weight, i) => [`mem_${i}`, weight]));
const amounts = (pool: bigint, weights: readonly bigint[]) =>
  [...allocate(money(pool, 'EUR'), weightsOf(weights)).values()].map((share) => share.amountMinor);

describe('allocate', () => {
  const cases = [
    { name: 'splits evenly', pool: 100n, weights: [1n, 1n], want: [50n, 50n] },
    { name: 'gives the odd cent to the largest remainder', pool: 100n, weights: [1n, 2n], want: [33n, 67n] },
    { name: 'gives tied cents to the smaller ids', pool: 101n, weights: [1n, 1n, 1n], want: [34n, 34n, 33n] },
    {
      name: 'gives nothing to a weight of zero',
      pool: 7n,
      weights: [0n, 1n, 0n, 1n],
      want: [0n, 4n, 0n, 3n],
    },
    { name: 'splits less than a cent a member', pool: 2n, weights: [1n, 1n, 1n], want: [1n, 1n, 0n] },
    { name: 'splits nothing', pool: 0n, weights: [3n, 5n], want: [0n, 0n] },
    { name: 'gives all to one', pool: 99n, weights: [7n], want: [99n] },
    {
      name: 'holds amounts that a float would round',
      pool: 9_007_199_254_740_993n,
      weights: [1n, 1n],
      want: [4_503_599_627_370_497n, 4_503_599_627_370_496n],
    },
  ];
  it.each(cases)('$name', ({ pool, weights, want }) => {
    expect(amounts(pool, weights)).toEqual(want);
  });

  it.each([{ weights: [] }, { weights: [0n] }, { weights: [0n, 0n] }])(
    'refuses weights without any weight: $weights',
    ({ weights }) => {
      expect(() => amounts(1n, weights)).toThrow(expect.objectContaining({ code: 'WEIGHTS_ALL_ZERO' }));
    },
  );

  it('takes a pool below zero, or a weight below zero, for a mistake of ours', () => {
    expect(() => amounts(-1n, [1n])).toThrow(/cannot be split/);
    expect(() => amounts(1n, [-1n, 2n])).toThrow(/the weight of mem_0/);
  });

  const pools = fc.bigInt(0n, 10n ** 15n);
  const someWeights = fc
    .uniqueArray(fc.tuple(fc.uuid(), fc.bigInt(0n, 10n ** 12n)), {
      selector: ([id]) => id,
      minLength: 1,
      maxLength: 60,
    })
    .filter((all) => all.some(([, weight]) => weight > 0n));

  it('loses nothing and invents nothing, whatever is divided', () => {
    fc.assert(
      fc.property(pools, someWeights, (pool, weights) => {
        const shares = [...allocate(money(pool, 'EUR'), new Map(weights)).values()];
        expect(shares.reduce((sum, share) => sum + share.amountMinor, 0n)).toBe(pool);
        expect(shares.every((share) => share.currency === 'EUR')).toBe(true);
      }),
    );
  });

  it('gives each less than one minor unit away from the ideal', () => {
    fc.assert(
      fc.property(pools, someWeights, (pool, weights) => {
        const total = weights.reduce((sum, [, weight]) => sum + weight, 0n);
        const shares = allocate(money(pool, 'EUR'), new Map(weights));
        for (const [id, weight] of weights) {
          const distance = shares.get(id)!.amountMinor * total - pool * weight;
          expect(distance < total && -distance < total).toBe(true);
        }
      }),
    );
  });

  it('pays the same members in whatever order they come', () => {
    const shuffled = someWeights.chain((weights) =>
      fc.tuple(
        fc.constant(weights),
        fc.shuffledSubarray(weights, { minLength: weights.length, maxLength: weights.length }),
      ),
    );
    fc.assert(
      fc.property(pools, shuffled, (pool, [one, other]) => {
        const a = allocate(money(pool, 'EUR'), new Map(one));
        const b = allocate(money(pool, 'EUR'), new Map(other));
        for (const [id] of one) expect(b.get(id)).toEqual(a.get(id));
      }),
    );
  });

  it('never gives more to a smaller weight', () => {
    fc.assert(
      fc.property(pools, someWeights, (pool, weights) => {
        const shares = allocate(money(pool, 'EUR'), new Map(weights));
        const ordered = weights.toSorted((a, b) => (a[1] < b[1] ? -1 : a[1] > b[1] ? 1 : 0));
        for (let i = 1; i < ordered.length; i += 1) {
          const [smaller, larger] = [ordered[i - 1]!, ordered[i]!];
          if (smaller[1] === larger[1]) continue;
          expect(shares.get(smaller[0])!.amountMinor <= shares.get(larger[0])!.amountMinor).toBe(true);
        }
      }),
    );
  });
});
