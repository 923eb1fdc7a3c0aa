import assert from 'node:assert';
import type { Money } from '../../kit/domain/money.js';
import { allocate } from './allocate.js';

/** A whole, in basis points. */
export const WHOLE_BP = 10_000;

/**
 * Cuts a part of so many basis points off an amount.
 *
 * @param amount - zero or more.
 * @param partBp - 0 to 10,000.
 * @returns the part and the rest, summing to `amount`; the half unit goes to the larger remainder.
 */
export function cut(amount: Money, partBp: number): { part: Money; rest: Money } {
  assert(Number.isInteger(partBp) && partBp >= 0 && partBp <= WHOLE_BP, `${partBp} basis points`);
  const weights = new Map([
    ['part', BigInt(partBp)],
    ['rest', BigInt(WHOLE_BP - partBp)],
  ]);
  const shares = allocate(amount, weights);
  return { part: shares.get('part')!, rest: shares.get('rest')! };
}
