// cspell:ignore rdoba
import { describe, expect, it } from '@jest/globals';
import { rowKeyHash } from '../../../subgraphs/data/domain/rowKey.js';
import { TRIPS } from '../compute/fixture.js';

const SECRET = Buffer.alloc(32, 1);
const KEY = ['zone', 'pickup', 'fare', 'shared'];
const ROW = { zone: 'C\u00f3rdoba', pickup: '2024-05-12T08:00:00Z', fare: 0, shared: true };

describe('the key of a row', () => {
  const hash = (row: Record<string, unknown>, key = KEY, secret = SECRET) =>
    rowKeyHash(TRIPS.columns, key, secret)(row).toString('hex');

  it.each([
    ['in another Unicode form', { zone: 'Co\u0301rdoba' }],
    ['in another case, between blanks', { zone: ' C\u00d3RDOBA ' }],
    ['at the same instant in another offset', { pickup: '2024-05-12T10:00:00+02:00' }],
    ['at the same instant with fractions', { pickup: '2024-05-12T08:00:00.000Z' }],
    ['with minus zero', { fare: -0 }],
    ['with another value in a column that is none of the key', { tip: 5 }],
  ])('is the same %s', (_, change) => {
    expect(hash({ ...ROW, ...change })).toBe(hash(ROW));
  });

  it.each([
    ['another text', { zone: 'Cordoba' }],
    ['another instant', { pickup: '2024-05-12T08:00:01Z' }],
    ['another number', { fare: 1 }],
    ['another truth', { shared: false }],
    ['half a character', { zone: '\ud800' }],
  ])('is another with %s', (_, change) => {
    expect(hash({ ...ROW, ...change })).not.toBe(hash(ROW));
  });

  it('is another in another dataset, and where columns change places', () => {
    expect(hash(ROW, KEY, Buffer.alloc(32, 2))).not.toBe(hash(ROW));
    expect(hash(ROW, [...KEY].reverse())).not.toBe(hash(ROW));
    const [a, b] = [
      { zone: 'ab', borough: 'c' },
      { zone: 'a', borough: 'bc' },
    ];
    expect(hash(a, ['zone', 'borough'])).not.toBe(hash(b, ['zone', 'borough']));
  });
});
