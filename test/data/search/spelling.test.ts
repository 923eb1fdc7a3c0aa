// Misspelt and foreign on purpose.
// cspell:disable
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { nearest, slipKeys, slipsBetween, slipsMax } from '../../../subgraphs/data/domain/search/spelling.js';

describe('spelling', () => {
  it.each([
    ['presure', 'pressure', 1],
    ['systloic', 'systolic', 1],
    ['manhatan', 'manhattan', 1],
    ['agricutlre', 'agriculture', 2],
    ['', 'ab', 2],
  ])('counts the slips from %s to %s: %i', (one, other, slips) => {
    expect(slipsBetween(one, other)).toBe(slips);
    expect(slipsBetween(other, one)).toBe(slips);
  });

  it.each(['bmi', 'a1b2c3d4', '2015'])('takes no other word for %s', (word) => {
    expect(nearest(word, ['bmr', 'a1b2c3d5', '2016'])).toEqual([]);
  });

  it('prefers the nearest', () => {
    expect(nearest('presure', ['pressure', 'preserve', 'measure'])).toEqual(['pressure']);
    expect(nearest('quinoa', ['pressure'])).toEqual([]);
  });

  it('looks every word up under a key that a slip of it has too', () => {
    const letter = fc.constantFrom(...'abcdeé');
    const word = fc.string({ unit: letter, minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(
        word,
        fc.nat(),
        letter,
        fc.constantFrom('drop', 'put', 'change', 'swap'),
        (right, at, sign, kind) => {
          const letters = Array.from(right);
          const place = at % letters.length;
          if (kind === 'drop') letters.splice(place, 1);
          if (kind === 'put') letters.splice(place, 0, sign);
          if (kind === 'change') letters[place] = sign;
          if (kind === 'swap') letters.splice(place, 2, ...letters.slice(place, place + 2).reverse());
          const wrong = letters.join('');
          fc.pre(slipsMax(wrong) > 0 && wrong !== right);
          const keys = new Set(slipKeys(right));
          expect(slipKeys(wrong).some((key) => keys.has(key))).toBe(true);
          expect(nearest(wrong, [right])).toEqual([right]);
        },
      ),
      { numRuns: 1_000, seed: 7 },
    );
  });
});
