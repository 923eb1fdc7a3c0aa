// cspell:ignore rdoba
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { contributedRows, rowCheck } from '../../../subgraphs/data/domain/contributedRow.js';
import { jobColumns } from '../../../subgraphs/data/domain/jobColumn.js';
import { loadedRow, MISSING } from '../../../subgraphs/data/domain/loadedRow.js';
import { TRIPS } from './fixture.js';

describe('a contributed row', () => {
  const isValid = rowCheck(TRIPS);

  test.each([
    [
      'all columns',
      { borough: 'Bronx', shared: true, fare: 1.5, passengers: 2, zone: 'x', pickup: '2019-03-01T00:00:00Z' },
    ],
    ['missing values', { borough: 'Bronx', fare: null }],
    ['a number outside its bounds, which is clamped later', { fare: -1e9 }],
  ])('is valid with %s', (_, row) => {
    expect(isValid(row)).toBe(true);
  });

  test('is valid with a category in another Unicode form, and is counted as that category', () => {
    const column = {
      ...TRIPS.columns.find(({ name }) => name === 'borough')!,
      categories: ['Bronx', 'Córdoba'],
    };
    const row = { borough: 'Co\u0301rdoba' };
    expect(rowCheck({ columns: [column], rowKey: null })(row)).toBe(true);
    expect(loadedRow(row, jobColumns([column]) as Parameters<typeof loadedRow>[1])).toEqual([1n]);
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
    ['no value at all', {}],
    ['nothing but nulls', { borough: null, fare: null }],
    ['nothing but blanks', { zone: ' ' }],
    ['the form of a list', []],
    ['the form of a text', 'row'],
    ['nothing', null],
  ])('is dropped with %s', (_, row) => {
    expect(isValid(row)).toBe(false);
  });

  const required = rowCheck({
    columns: TRIPS.columns.map((one) => ({ ...one, required: one.name === 'fare' })),
    rowKey: ['pickup'],
  });

  test.each([
    ['a required value left out', { pickup: '2024-05-12', zone: 'x' }],
    ['a required value that is null', { pickup: '2024-05-12', fare: null }],
    ['no key', { fare: 3 }],
    ['a key that is null', { fare: 3, pickup: null }],
  ])('is dropped with %s', (_, row) => {
    expect(required(row)).toBe(false);
    expect(required({ ...row, fare: 3, pickup: '2024-05-12' })).toBe(true);
  });

  test.each([
    '2024-05-12T08:00:00Z',
    '2024-05-12T08:00:00.123456789+05:30',
    '2024-02-29',
    '2024-05-12T08:00Z',
  ])('is valid with the instant %s', (pickup) => {
    expect(isValid({ pickup })).toBe(true);
  });

  test.each([
    'room 12',
    'n/a 3',
    '7',
    '2023-02-30',
    '2023-02-29T00:00:00Z',
    '2023-13-01',
    '2023-00-10',
    '12.05.2024',
    '5/12/2024',
    '2024-05-12 08:00:00Z',
    '2024-05-12T08:00:00',
    '2024-05-12T24:00:00Z',
    '2024-05-12T08:60:00Z',
    '2024-05-12T08:00:60Z',
    '2024-05-12T08:00:00+15:00',
    '2024-05-12T08:00:00+0530',
    ' 2024-05-12',
    '+002024-05-12',
    '',
  ])('is dropped with %j, which is no instant', (pickup) => {
    expect(isValid({ pickup })).toBe(false);
  });

  test('that lacks a column named like what every object has lacks it', () => {
    const columns = TRIPS.columns
      .filter(({ name }) => name === 'borough' || name === 'passengers')
      .map((column) => ({ ...column, name: 'constructor' }));
    for (const column of columns) {
      const read = jobColumns([column]).filter((one) => one.kind !== 'OPAQUE');
      expect(loadedRow({}, read)).toEqual([MISSING]);
    }
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
