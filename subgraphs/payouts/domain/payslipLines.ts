import type { Money } from '../../kit/domain/money.js';
import { allocate } from './allocate.js';

/**
 * Splits one member's dividend by licence, so that the payslip says where the money came from.
 *
 * @param amount - the dividend.
 * @param uses - the member's own weight under each licence, if the basis follows use; else empty.
 * @param revenueMinor - what each licence brought in the period; below zero where credits exceeded it.
 * @returns one line a licence that brought something, summing to `amount`; none for a dividend of zero, or for
 *   one that comes from earlier periods alone.
 */
export function linesOf(
  amount: Money,
  uses: ReadonlyMap<string, bigint>,
  revenueMinor: ReadonlyMap<string, bigint>,
): Map<string, Money> {
  const weights = someAboveZero(uses) ?? someAboveZero(revenueMinor);
  if (amount.amountMinor === 0n || !weights) return new Map();
  const lines = allocate(amount, weights);
  return new Map([...lines].filter(([, line]) => line.amountMinor > 0n));
}

function someAboveZero(weights: ReadonlyMap<string, bigint>): Map<string, bigint> | undefined {
  const above = [...weights].filter(([, weight]) => weight > 0n);
  return above.length > 0 ? new Map(above) : undefined;
}
