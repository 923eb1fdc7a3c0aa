import assert from 'node:assert';
import type { Money } from '../../kit/domain/money.js';
import { ERRORS } from './errors.js';

/**
 * Splits an amount among shares in proportion to their weights, losing nothing (largest remainder).
 *
 * @param pool - integer minor units, zero or more.
 * @param weights - dimensionless, zero or more, by id; at least one above zero.
 * @returns one amount an id, in `pool.currency`, summing to `pool`; each within one minor unit of its ideal.
 * @throws WEIGHTS_ALL_ZERO
 * @see payouts/decisions/0002-largest-remainder.md
 */
export function allocate<K extends string>(pool: Money, weights: ReadonlyMap<K, bigint>): Map<K, Money> {
  assert(pool.amountMinor >= 0n, `a pool of ${pool.amountMinor} cannot be split`);
  const total = sumOfWeights(weights);
  if (total === 0n) throw ERRORS.WEIGHTS_ALL_ZERO.raise('No share has any weight.');

  const shares = [...weights].map(([id, weight]) => {
    const product = pool.amountMinor * weight;
    return { id, floor: product / total, remainder: product % total };
  });
  const left = pool.amountMinor - shares.reduce((sum, share) => sum + share.floor, 0n);
  assert(left >= 0n && left < BigInt(shares.length), `${left} units left over among ${shares.length} shares`);

  // Ties fall to the smaller id, so a replayed run pays the same members whatever order they came in.
  const byClaim = shares.toSorted((a, b) => compare(b.remainder, a.remainder) || compare(a.id, b.id));
  const favoured = new Set(byClaim.slice(0, Number(left)).map((share) => share.id));
  const { currency } = pool;
  return new Map(
    shares.map(({ id, floor }) => [id, { amountMinor: favoured.has(id) ? floor + 1n : floor, currency }]),
  );
}

function sumOfWeights(weights: ReadonlyMap<string, bigint>): bigint {
  let total = 0n;
  for (const [id, weight] of weights) {
    assert(weight >= 0n, `the weight of ${id} is ${weight}`);
    total += weight;
  }
  return total;
}

function compare<T extends bigint | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
