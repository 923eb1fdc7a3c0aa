import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readInstant, writtenForm } from '../../../subgraphs/kit/domain/instant.js';

const SEED = 20_261_129;

describe('an instant', () => {
  it.each([
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2026-12-31T23:59:59.9Z', '2026-12-31T23:59:59.900Z'],
    ['2026-12-31T23:59:59.999999999Z', '2026-12-31T23:59:59.999Z'],
  ])('is read from %s', (text, want) => {
    expect(readInstant(text)!.toISOString()).toBe(want);
    expect(writtenForm(readInstant(text)!)).toBe(text);
  });

  it.each([
    ['the 30th of February', '2019-02-30T00:00:00Z'],
    ['the 29th of February of a common year', '2019-02-29T00:00:00Z'],
    ['the 29th of February of a century', '2100-02-29T00:00:00Z'],
    ['the 31st of April', '2019-04-31T00:00:00Z'],
    ['hour 24', '2019-02-28T24:00:00Z'],
    ['a leap second', '2016-12-31T23:59:60Z'],
    ['a month 13', '2019-13-01T00:00:00Z'],
    ['a day 0', '2019-01-00T00:00:00Z'],
    ['minute 60', '2019-01-01T00:60:00Z'],
    ['an offset', '2019-01-01T00:00:00+00:00'],
    ['no zone', '2019-01-01T00:00:00'],
    ['a date', '2019-01-01'],
    ['a point without digits', '2019-01-01T00:00:00.Z'],
    ['ten digits', '2019-01-01T00:00:00.0123456789Z'],
    ['small letters', '2019-01-01t00:00:00z'],
    ['a line after it', '2019-01-01T00:00:00Z\n'],
    ['words', 'room 12'],
  ])('is not %s', (_, text) => {
    expect(readInstant(text)).toBeUndefined();
  });

  it('is read exactly where the calendar has it', () => {
    const two = (from: number, to: number) =>
      fc.integer({ min: from, max: to }).map((number) => String(number).padStart(2, '0'));
    const parts = fc.record({
      year: fc.integer({ min: 1, max: 9_999 }),
      month: two(0, 14),
      day: two(0, 33),
      hour: two(0, 25),
      minute: two(0, 61),
      second: two(0, 61),
    });
    fc.assert(
      fc.property(parts, ({ year, month, day, hour, minute, second }) => {
        const [m, d] = [Number(month), Number(day)];
        const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
        const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] ?? 0;
        const isOne = d >= 1 && d <= days && Number(hour) < 24 && Number(minute) < 60 && Number(second) < 60;
        const text = `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}:${second}Z`;
        expect(readInstant(text) !== undefined).toBe(isOne);
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  });
});
