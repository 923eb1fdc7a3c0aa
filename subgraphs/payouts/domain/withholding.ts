import type { Money } from '../../kit/domain/money.js';
import { cut } from './basisPoints.js';

/**
 * Tax withheld from a dividend for the authority, and what the member receives.
 *
 * @param withholdingTaxBp - basis points of the dividend.
 */
export function withhold(dividend: Money, withholdingTaxBp: number): { tax: Money; net: Money } {
  const { part, rest } = cut(dividend, withholdingTaxBp);
  return { tax: part, net: rest };
}
