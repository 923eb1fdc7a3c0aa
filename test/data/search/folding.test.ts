// Misspelt and foreign on purpose.
// cspell:disable
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fold, keyOf } from '../../../subgraphs/data/domain/search/fold.js';

const SAME: [string, string][] = [
  ['RÍO CUARTO', 'río cuarto'],
  ['Río Cuarto', 'Rio Cuarto'],
  ['Ri\u0301o', 'Río'],
  ['СВЕТ', 'свет'],
  ['ΣΊΣΥΦΟΣ', 'Σίσυφος'],
  ['STRASSE', 'Straße'],
  ['Łódź', 'lodz'],
  ['København', 'KOBENHAVN'],
  ['İstanbul', 'istanbul'],
  ['ISI', 'ısı'],
  ['ﬁeld', 'field'],
  ['ＢＭＩ', 'bmi'],
  ['ﾀｸｼｰ', 'タクシー'],
  ['مُحَمَّد', 'محمد'],
  ['soft\u00ADware', 'software'],
];

describe('folding', () => {
  it.each(SAME)('makes one of %s and %s', (one, other) => {
    expect(fold(one)).toBe(fold(other));
  });

  it.each([
    ['か', 'が'],
    ['हिन्दी', 'हनद'],
    ['corn', 'cork'],
    ['血压', '血圧'],
  ])('keeps %s apart from %s', (one, other) => {
    expect(fold(one)).not.toBe(fold(other));
  });

  it.each([
    ['New-York', 'new york'],
    ['corn/maize', 'Corn – Maize'],
    ['“Smart” meters', 'smart  METERS '],
    ['snake_case.dots', 'snake case dots'],
  ])('takes %s and %s for the same term', (one, other) => {
    expect(keyOf(one)).toBe(keyOf(other));
  });

  it('gives what was folded back as it is, whatever its form or case was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (text) => {
        const folded = fold(text);
        expect(fold(folded)).toBe(folded);
        expect(fold(text.normalize('NFD'))).toBe(folded);
        expect(fold(text.normalize('NFC'))).toBe(folded);
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
