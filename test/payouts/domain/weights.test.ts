import { describe, expect, it } from '@jest/globals';
import { ALLOCATION_BASES } from '../../../subgraphs/kit/contracts/charterTerms.js';
import { followsUse, weightOf } from '../../../subgraphs/payouts/domain/weights.js';
import { money } from '../../../subgraphs/kit/domain/money.js';
import { withhold } from '../../../subgraphs/payouts/domain/withholding.js';

const measure = { quantity: 3n, usage: 5n, quality: 7n, stakeMinor: 11n };

describe('the weight of a member', () => {
  const want = { EQUAL: 1n, QUANTITY: 3n, QUALITY: 7n, USAGE: 5n, STAKE: 11n };
  it.each(ALLOCATION_BASES.map((basis) => ({ basis, want: want[basis] })))(
    'by $basis is $want',
    ({ basis, want }) => {
      expect(weightOf(basis, measure)).toBe(want);
    },
  );

  it('follows use for USAGE and QUALITY alone', () => {
    expect(ALLOCATION_BASES.filter(followsUse)).toEqual(['QUALITY', 'USAGE']);
  });
});

describe('tax withheld from a dividend', () => {
  it.each([
    { dividend: 1000n, bp: 2500, tax: 250n },
    { dividend: 1000n, bp: 0, tax: 0n },
    { dividend: 1000n, bp: 10_000, tax: 1000n },
    { dividend: 3n, bp: 2500, tax: 1n },
    { dividend: 1n, bp: 2500, tax: 0n },
    { dividend: 0n, bp: 2500, tax: 0n },
  ])('of $dividend at $bp basis points is $tax', ({ dividend, bp, tax }) => {
    const parts = withhold(money(dividend, 'EUR'), bp);
    expect(parts).toEqual({ tax: money(tax, 'EUR'), net: money(dividend - tax, 'EUR') });
  });
});
