import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { debit, formatEpsilon, parseEpsilon, remainingMicro } from '../../../subgraphs/data/domain/budget.js';

const micro = fc.bigInt({ min: 0n, max: 9_999_999_999n });

describe('a privacy budget', () => {
  test('is never overdrawn, whatever is asked in whatever order', () => {
    fc.assert(
      fc.property(micro, fc.array(micro), (totalMicro, asked) => {
        let budget = { totalMicro, spentMicro: 0n };
        for (const epsilon of asked) {
          const left = remainingMicro(budget);
          if (epsilon <= left) budget = debit(budget, epsilon);
          else
            expect(() => debit(budget, epsilon)).toThrow(
              expect.objectContaining({ code: 'BUDGET_EXHAUSTED' }),
            );
        }
        return budget.spentMicro <= totalMicro;
      }),
    );
  });

  test('that a new charter lowered below what was spent has nothing left', () => {
    const budget = { totalMicro: 1_000_000n, spentMicro: 2_000_000n };
    expect(remainingMicro(budget)).toBe(0n);
    expect(() => debit(budget, 1n)).toThrow(
      expect.objectContaining({ code: 'BUDGET_EXHAUSTED', facts: { epsilon: '0.000001', remaining: '0' } }),
    );
  });

  test('can be spent to the last millionth', () => {
    expect(remainingMicro(debit({ totalMicro: 3n, spentMicro: 1n }, 2n))).toBe(0n);
  });
});

describe('epsilon', () => {
  test('is written and read without loss', () => {
    fc.assert(fc.property(micro, (value) => parseEpsilon(formatEpsilon(value)) === value));
  });

  test.each([
    ['0.5', 500_000n],
    ['10', 10_000_000n],
    ['0.000001', 1n],
  ])('%s is %s millionths', (text, value) => {
    expect(parseEpsilon(text)).toBe(value);
  });

  test.each(['', '.5', '1.', '-1', '+1', '1e3', 'NaN', '0x1', '1.0000001', '99999', ' 1'])(
    '%j is none',
    (text) => {
      expect(parseEpsilon(text)).toBeNull();
    },
  );
});
