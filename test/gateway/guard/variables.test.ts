import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { requireBounded } from '../../../gateway/guard/variables.js';

const limits = { nesting: 5, values: 100, listItems: 20, stringLength: 10 };

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) });
const size = (value: unknown): number =>
  typeof value === 'object' && value !== null
    ? Object.values(value).reduce<number>((sum, item) => sum + 1 + size(item), 0)
    : 0;

describe('the variables', () => {
  const cases = [
    { name: 'a list of one item more', variables: { a: Array(21).fill(1) }, code: 'LIST_ITEMS_EXCEEDED' },
    {
      name: 'a list below others',
      variables: { a: [{ b: [Array(21).fill(1)] }] },
      code: 'LIST_ITEMS_EXCEEDED',
    },
    {
      name: 'a text of one character more',
      variables: { a: 'x'.repeat(11) },
      code: 'STRING_LENGTH_EXCEEDED',
    },
    { name: 'a text in a list', variables: { a: [['x'.repeat(11)]] }, code: 'STRING_LENGTH_EXCEEDED' },
    {
      name: 'one value more, spread over lists',
      variables: { a: Array(5).fill(Array(19).fill(1)) },
      code: 'VALUES_EXCEEDED',
    },
    {
      name: 'an object of too many fields',
      variables: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`v${i}`, 1])),
      code: 'VALUES_EXCEEDED',
    },
    { name: 'one level more', variables: nested(7), code: 'NESTING_EXCEEDED' },
  ];
  test.each(cases)('may not hold $name', ({ variables, code }) => {
    expect(() => requireBounded(variables as Record<string, unknown>, limits)).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.each([
    ['a list of the largest size', { a: Array(20).fill(1) }],
    ['a text of the largest size', { a: 'x'.repeat(10) }],
    ['as many values as may be', { a: Array(5).fill(Array(18).fill(1)), b: 1, c: 1, d: 1, e: 1 }],
    ['as many levels as may be', nested(5)],
    ['nulls', { a: null, b: [null] }],
  ])('may hold %s', (_, variables) => {
    expect(requireBounded(variables as Record<string, unknown>, limits)).toBe(size(variables));
  });

  test('say by how much, where it counts', () => {
    expect(() => requireBounded({ a: Array(21).fill(1) }, limits)).toThrow(
      expect.objectContaining({ facts: { length: 21, limit: 20 } }),
    );
  });

  test('are visited no more often than the limit, whatever they hold', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 8 })), (variables) => {
        let visited = 0;
        try {
          visited = requireBounded(variables, limits);
          expect(visited).toBe(size(variables));
        } catch (error) {
          expect(error).toMatchObject({ retry: 'corrected' });
        }
        expect(visited).toBeLessThanOrEqual(limits.values);
      }),
    );
  });
});
