import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contributedRows, rowCheck } from '../../../subgraphs/data/domain/contributedRow.js';
import { jobColumns } from '../../../subgraphs/data/domain/jobColumn.js';
import { loadedRow, MISSING } from '../../../subgraphs/data/domain/loadedRow.js';
import { TRIPS } from './fixture.js';

describe('a contributed row', () => {
  const isValid = rowCheck(TRIPS.columns);

  test.each([
    [
      'all columns',
      { borough: 'Bronx', shared: true, fare: 1.5, passengers: 2, zone: 'x', pickup: '2019-03-01T00:00:00Z' },
    ],
    ['missing values', { borough: null }],
    ['nothing at all', {}],
    ['a number outside its bounds, which is clamped later', { fare: -1e9 }],
  ])('is valid with %s', (_, row) => {
    expect(isValid(row)).toBe(true);
  });

  test.each([
    ['a column that is not declared', { borough: 'Bronx', name: 'Ann' }],
    ['a category outside the public list', { borough: 'Newark' }],
    ['a number as text', { fare: '3' }],
    ['a part of an integer', { passengers: 1.5 }],
    ['an integer that a double cannot hold', { passengers: 2 ** 60 }],
    ['a truth as text', { shared: 'true' }],
    ['a day that does not exist', { pickup: 'yesterday' }],
    ['an object as value', { zone: {} }],
    ['an inherited name', JSON.parse('{"__proto__": 1}')],
    ['the form of a list', []],
    ['the form of a text', 'row'],
    ['nothing', null],
  ])('is dropped with %s', (_, row) => {
    expect(isValid(row)).toBe(false);
  });

  test('is loaded as whole numbers that a double holds exactly, whatever a member wrote', () => {
    const columns = jobColumns(TRIPS.columns).filter((column) => column.kind !== 'OPAQUE');
    const row = fc.record({
      fare: fc.double({ noNaN: true, noDefaultInfinity: true }),
      passengers: fc.maxSafeInteger(),
    });
    fc.assert(
      fc.property(row, (values) => {
        const loaded = loadedRow(values, columns);
        return loaded.every((value) => value === MISSING || Number.isSafeInteger(Number(value)));
      }),
    );
  });
});

describe('a decrypted contribution', () => {
  test.each([
    ['no object', 'rows'],
    ['nothing', null],
    ['another version', { v: 2, dataset: 'dst_1', rows: [] }],
    ['another dataset', { v: 1, dataset: 'dst_2', rows: [] }],
    ['rows that are no list', { v: 1, dataset: 'dst_1', rows: { length: 1 } }],
  ])('is skipped when it is %s', (_, plaintext) => {
    expect(contributedRows(plaintext, 'dst_1')).toBeNull();
  });

  test('gives its rows', () => {
    expect(contributedRows({ v: 1, dataset: 'dst_1', rows: [1] }, 'dst_1')).toEqual({ rows: [1] });
  });
});
