import { describe, expect, it } from '@jest/globals';
import { rowsPerPeriodMaxOf } from '../../../subgraphs/kit/contracts/charterTerms.js';
import { creditRows } from '../../../subgraphs/payouts/domain/creditedRows.js';

describe('rows of one member that weigh in a period', () => {
  it.each([
    { counted: 0n, countedMax: 10, credited: 0n, capped: 0n },
    { counted: 9n, countedMax: 10, credited: 9n, capped: 0n },
    { counted: 10n, countedMax: 10, credited: 10n, capped: 0n },
    { counted: 11n, countedMax: 10, credited: 10n, capped: 1n },
    { counted: 9_007_199_254_740_993n, countedMax: 1, credited: 1n, capped: 9_007_199_254_740_992n },
  ])('are $credited of $counted where $countedMax are the most', ({ counted, countedMax, ...want }) => {
    expect(creditRows(counted, countedMax)).toEqual({ counted, countedMax, ...want });
  });

  it('are at most what the charter says, or ten thousand', () => {
    expect(rowsPerPeriodMaxOf({})).toBe(10_000);
    expect(rowsPerPeriodMaxOf({ contributions: { rowsPerPeriodMax: 3 } })).toBe(3);
  });
});
